package io.emperor.runtime.process;

import java.util.List;
import java.util.stream.Stream;

/**
 * Commands around the life of an app, words each; empty for none.
 *
 * @param beforeStart has to succeed, or the app is not started
 * @param afterStart run when it has started; may fail, as those below
 * @param beforeStop run before it is stopped, if it has started
 * @param afterStop run when it has ended, also if it has not started
 */
public record HookCommands(
    List<String> beforeStart,
    List<String> afterStart,
    List<String> beforeStop,
    List<String> afterStop) {

  boolean isEmpty() {
    return Stream.of(beforeStart, afterStart, beforeStop, afterStop).allMatch(List::isEmpty);
  }
}
