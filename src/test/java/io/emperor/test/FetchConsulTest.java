package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The script that finds a real Consul. */
class FetchConsulTest {

  private static final Path SCRIPT =
      EmperorProcess.HOME.resolve("../../../bin/fetch-consul").normalize();

  @Test
  void printsThePathOfABinaryThatRunsAndNothingElse() throws Exception {
    String path = output(Map.of(), SCRIPT.toString()).strip();

    assertThat(path).doesNotContain("\n");
    assertThat(output(Map.of(), path, "version")).startsWith("Consul v");
  }

  @Test
  void refusesABinaryThatIsNone() throws Exception {
    Process process =
        builder(Map.of("CONSUL_BIN", "/nonexistent/consul"), SCRIPT.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(said).contains("CONSUL_BIN=/nonexistent/consul");
  }

  private static String output(Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    Process process =
        builder(environment, command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return output;
  }

  private static ProcessBuilder builder(Map<String, String> environment, String... command) {
    ProcessBuilder builder = new ProcessBuilder(List.of(command));
    builder.environment().putAll(environment);
    return builder;
  }
}
