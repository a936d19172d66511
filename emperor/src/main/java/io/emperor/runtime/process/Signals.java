package io.emperor.runtime.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends signals of any name: Java has one, the shell has all. */
public final class Signals {

  private static final Logger log = LoggerFactory.getLogger(Signals.class);

  private static final long SENT_WITHIN_SECONDS = 5;

  private Signals() {}

  /**
   * Sends a signal to processes, one after another. Blocks as long as that takes.
   *
   * @param name {@code STOP} for instance
   * @return whether somebody was there to send it
   */
  public static boolean send(String name, List<ProcessHandle> processes) {
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
      return shell.waitFor(SENT_WITHIN_SECONDS, TimeUnit.SECONDS);
    } catch (IOException e) {
      log.warn("SIG{} could not be sent: {}", name, e.getMessage());
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
