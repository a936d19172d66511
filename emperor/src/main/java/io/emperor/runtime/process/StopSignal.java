package io.emperor.runtime.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a program is asked to end.
 *
 * @param name the signal, {@code TERM} for instance
 * @param toAll whether each of its processes is asked, and not the first alone
 */
public record StopSignal(String name, boolean toAll) {

  private static final Logger log = LoggerFactory.getLogger(StopSignal.class);

  /** Each is asked to end as the kernel and everybody else do it. */
  static final StopSignal USUAL = new StopSignal("TERM", true);

  private static final long TOLD_WITHIN_SECONDS = 5;

  /** Tells processes. Blocks as long as that takes: Java has one signal, the shell has all. */
  void send(List<ProcessHandle> processes) {
    if (name.equals(USUAL.name) || !sent(processes)) {
      processes.forEach(ProcessHandle::destroy);
    }
  }

  private boolean sent(List<ProcessHandle> processes) {
    List<String> words =
        new ArrayList<>(
            List.of("/bin/sh", "-c", "for pid; do kill -s \"$0\" \"$pid\"; done", name));
    processes.stream()
        .filter(ProcessHandle::isAlive) // an ID may be somebody else's by now
        .forEach(process -> words.add(Long.toString(process.pid())));
    try {
      Process shell =
          new ProcessBuilder(words)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return shell.waitFor(TOLD_WITHIN_SECONDS, TimeUnit.SECONDS);
    } catch (IOException e) {
      log.warn("SIG{} could not be sent, SIGTERM is instead: {}", name, e.getMessage());
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
