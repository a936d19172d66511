package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Options that can't be used: every problem in a line of its own, and exit status 2. */
class WrongOptionTest {

  @TempDir Path data;
  @TempDir Path vassals;

  @Test
  void everyProblemIsToldAtOnce() {
    List<String> lines =
        refused(
            "--consul-agent",
            "localhost:port",
            "--scan-interval",
            "3",
            "--throttle",
            "soon",
            "--bind",
            "192.0.2.1",
            "--vassal-set",
            "nonsense",
            "--log-dir",
            "/dev/null",
            "--log-format",
            "xml",
            "--vasals",
            vassals.toString());

    assertThat(lines)
        .anySatisfy(line -> assertThat(line).contains("--consul-agent", "localhost:port"))
        .anySatisfy(line -> assertThat(line).contains("--scan-interval", "3s"))
        .anySatisfy(line -> assertThat(line).contains("--throttle", "soon"))
        .anySatisfy(line -> assertThat(line).contains("--bind", "192.0.2.1"))
        .anySatisfy(line -> assertThat(line).contains("--vassal-set", "nonsense"))
        .anySatisfy(line -> assertThat(line).contains("--log-dir", "/dev/null is a file"))
        .anySatisfy(line -> assertThat(line).contains("--log-format", "xml"))
        .anySatisfy(line -> assertThat(line).contains("--vasals", "did you mean --vassals?"))
        .anySatisfy(line -> assertThat(line).contains("--vassals is missing"))
        .noneSatisfy(line -> assertThat(line).contains("\tat "));
  }

  @Test
  void aVassalsDirectoryThatDoesNotExist() {
    Path absent = vassals.resolve("absent");

    assertThat(refused("--vassals", absent.toString()))
        .anySatisfy(line -> assertThat(line).contains(absent.toString(), "no such directory"));
  }

  @Test
  void anEnvironmentVariableIsNamedAsSuch() {
    try (EmperorProcess emperor =
        EmperorProcess.start(
            data,
            java.util.Map.of(
                "EMPEROR_SCAN_INTERVAL", "often", "EMPEROR_VASSALS", vassals.toString()))) {
      assertThat(emperor.exitStatus()).isEqualTo(2);
      assertThat(emperor.lines())
          .anySatisfy(line -> assertThat(line).contains("EMPEROR_SCAN_INTERVAL", "often"));
    }
  }

  @Test
  void aLineOfTheFileIsNamedAsSuch() {
    Path file = AppJar.drop("vassals: .\nscan-intervall: 1s\n", data.resolve("emperor.yaml"));

    assertThat(refused("--config", file.toString()))
        .anySatisfy(
            line -> assertThat(line).contains("emperor.yaml:2", "did you mean scan-interval?"));
  }

  @Test
  void helpNamesEveryOption() {
    try (EmperorProcess emperor = EmperorProcess.start(data, "--help")) {
      assertThat(emperor.exitStatus()).isZero();
      assertThat(String.join("\n", emperor.lines()))
          .contains("--consul-agent", "--vassals", "--max-throttle", "--data-dir");
    }
  }

  private List<String> refused(String... options) {
    try (EmperorProcess emperor = EmperorProcess.start(data, options)) {
      assertThat(emperor.exitStatus()).isEqualTo(2);
      return emperor.lines();
    }
  }
}
