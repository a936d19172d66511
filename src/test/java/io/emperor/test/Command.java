package io.emperor.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * A command that was run to its end.
 *
 * @param status its exit status
 * @param output what it printed, in whatever way, without the blanks around it
 */
record Command(int status, String output) {

  static Command run(String... words) {
    return run(Map.of(), words);
  }

  static Command run(Map<String, String> environment, String... words) {
    ProcessBuilder builder = new ProcessBuilder(List.of(words)).redirectErrorStream(true);
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Command(process.waitFor(), output.strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Whether there is such a program. */
  static boolean exists(String program) {
    return run("sh", "-c", "command -v " + program).status() == 0;
  }

  /** What it printed; fails the test if it did not end well. */
  String orFail() {
    if (status != 0) {
      throw new AssertionError("status " + status + ": " + output);
    }
    return output;
  }
}
