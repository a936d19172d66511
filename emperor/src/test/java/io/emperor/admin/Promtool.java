package io.emperor.admin;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Prometheus' own tool, which says what is wrong with metrics and rules. */
final class Promtool {

  private final String binary;

  private Promtool(String binary) {
    this.binary = binary;
  }

  /** Where there is none, the test is left out, but not in continuous integration. */
  static Promtool find() throws Exception {
    Said found = run(List.of("../bin/fetch-promtool"), new File("/dev/null"));
    if (found.status() != 0) {
      if (System.getenv("CI") != null) {
        throw new AssertionError(found.errors());
      }
      Assumptions.abort("left out: " + found.errors());
    }
    return new Promtool(found.output().strip());
  }

  /** What it says; empty if all is well. */
  String says(Path input, String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of(binary));
    command.addAll(List.of(words));
    Said said = run(command, input.toFile());
    return said.status() == 0 && said.errors().isBlank() ? "" : said.output() + said.errors();
  }

  private record Said(int status, String output, String errors) {}

  private static Said run(List<String> command, File input)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("promtool", ".out");
    Path errors = Files.createTempFile("promtool", ".err");
    try {
      int status =
          new ProcessBuilder(command)
              .redirectInput(input)
              .redirectOutput(output.toFile())
              .redirectError(errors.toFile())
              .start()
              .waitFor();
      return new Said(status, read(output), read(errors));
    } finally {
      Files.delete(output);
      Files.delete(errors);
    }
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }
}
