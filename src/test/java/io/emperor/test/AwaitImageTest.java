package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code emperor await} with no more than the jars that its page has for a small image. */
@Timeout(120)
class AwaitImageTest {

  private static final Pattern JARS = Pattern.compile("/opt/emperor/(lib)/(\\S+\\.jar)");

  @TempDir Path directory;

  @BeforeEach
  void copy() throws IOException {
    Path bin = Files.createDirectories(directory.resolve("bin"));
    Path lib = Files.createDirectories(directory.resolve("lib"));
    for (String script : List.of("emperor", "await.sh", "disco")) {
      Path unused =
          Files.copy(EmperorProcess.HOME.resolve("bin").resolve(script), bin.resolve(script));
    }
    String page = Files.readString(EmperorProcess.HOME.resolve("docs/await.md"));
    for (var jar : JARS.matcher(page).results().toList()) {
      try (DirectoryStream<Path> found =
          Files.newDirectoryStream(EmperorProcess.HOME.resolve("lib"), jar.group(2))) {
        for (Path each : found) {
          Path unused = Files.copy(each, lib.resolve(each.getFileName()));
        }
      }
    }
  }

  private int await(String timeout, String input) throws Exception {
    Path file = Files.writeString(directory.resolve("inputs.yaml"), input);
    return new ProcessBuilder(
            directory.resolve("bin/emperor").toString(),
            "await",
            "--timeout",
            timeout,
            "--input",
            file.toString(),
            "--",
            "true")
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("output").toFile())
        .start()
        .waitFor();
  }

  @Test
  void templatesAndFilesOfTheClusterAreThere() throws Exception {
    Files.createDirectories(directory.resolve("conf"));
    Path unused = Files.writeString(directory.resolve("a.peb"), "port {{ input.port }}\n");
    int status =
        await(
            "60s",
            """
            sources: [{file: values.yaml}]
            templates: {a: {source: a.peb, destination: a.conf}}
            """
                .replace("values.yaml", values().toString())
                .replace("a.conf", directory.resolve("a.conf").toString()));
    assertThat(directory.resolve("output")).content().doesNotContain("NoClassDefFound");
    assertThat(status).isZero();
    assertThat(directory.resolve("a.conf")).hasContent("port 80");
  }

  private Path values() throws IOException {
    return Files.writeString(directory.resolve("values.yaml"), "port: 80\n");
  }

  @Test
  void soIsSerf() throws Exception {
    Files.createDirectories(directory.resolve("conf"));
    int status =
        await(
            "5s",
            """
            sources: [{serf: "127.0.0.1:1"}]
            files: {directory: conf, subscribe: [shop]}
            """);
    assertThat(directory.resolve("output"))
        .content()
        .contains("serf 127.0.0.1:1")
        .doesNotContain("NoClassDefFound");
    assertThat(status).as("timed out").isEqualTo(124);
  }
}
