package io.emperor.test;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A second terminal, in which an operator gives commands to a running emperor. */
record Terminal(Path data, String admin) {

  /** The terminal of an emperor that has just said where its endpoint is. */
  static Terminal beside(Path data, EmperorProcess emperor) {
    String line = emperor.line("dashboard and API at http://");
    return new Terminal(data, line.substring(line.indexOf("http://") + "http://".length()));
  }

  /** What a command printed, and its exit status. */
  record Outcome(int status, List<String> lines) {

    String text() {
      return String.join("\n", lines);
    }
  }

  /** Gives a command and waits for its end. */
  Outcome run(String... words) {
    try (EmperorProcess command = begun(words)) {
      return new Outcome(command.exitStatus(), command.lines());
    }
  }

  /** Gives a command that goes on by itself. */
  EmperorProcess begun(String... words) {
    return EmperorProcess.start(
        data, Map.of("EMPEROR_ADMIN", admin), Arrays.copyOf(words, words.length));
  }
}
