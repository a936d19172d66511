package io.emperor.config;

import java.util.List;

/**
 * Commands around the life of each generation of an app, words each, and what a shell runs when its
 * service is told of; empty for none. Immutable.
 *
 * @param beforeStart has to succeed before the app is started
 * @param afterStart run when it has started
 * @param beforeStop run before an app that has started is stopped
 * @param afterStop run when it has ended
 * @param onRegistered run when its service has been registered
 * @param onDeregistered run when that has been deregistered, or could not be
 */
public record HookConfig(
    List<String> beforeStart,
    List<String> afterStart,
    List<String> beforeStop,
    List<String> afterStop,
    String onRegistered,
    String onDeregistered) {

  /** Copies the lists. */
  public HookConfig {
    beforeStart = List.copyOf(beforeStart);
    afterStart = List.copyOf(afterStart);
    beforeStop = List.copyOf(beforeStop);
    afterStop = List.copyOf(afterStop);
  }

  /**
   * No hooks.
   *
   * @return what holds when no file names any
   */
  public static HookConfig none() {
    return new HookConfig(List.of(), List.of(), List.of(), List.of(), "", "");
  }
}
