package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.emperor.consul.Await;
import io.emperor.test.apps.Apart;
import io.emperor.test.apps.Chatty;
import io.emperor.test.apps.Throwing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What apps and the emperor log, in files and as JSON. */
class LogsTest {

  private static final String QUICK = "consul-check-ttl: 3s\n";
  private static final long LARGEST = 10 * 1024 * 1024;

  @TempDir Path data;
  @TempDir Path vassals;
  @TempDir Path around;

  @SuppressWarnings("NullAway.Init") // each test starts it
  private Scene scene;

  private Path logs() {
    return around.resolve("logs");
  }

  private EmperorProcess start(String... options) {
    scene = Scene.start(data, vassals, options);
    return scene.emperor();
  }

  @AfterEach
  void stop() {
    scene.close();
  }

  private void dropChatty() {
    Path unused = AppJar.drop(QUICK, vassals.resolve("chatty.yaml"));
    AppJar.providing(Chatty.class).dropInto(vassals, "chatty");
  }

  private void dropAll() {
    dropChatty();
    Path unusedToo = AppJar.drop(QUICK + "isolation: process\n", vassals.resolve("apart.yaml"));
    AppJar.providing(Apart.class).dropInto(vassals, "apart");
    String program = "command: [sh, -c, 'echo printed by a program; sleep 600']\ncheck-tcp: none\n";
    Path unusedAsWell = AppJar.drop(QUICK + program, vassals.resolve("program.yaml"));
  }

  private int chatty() {
    return scene.consul().passing("chatty").get("Service").get("Port").asInt();
  }

  @Test
  void everyVassalHasAFileAndStandardErrorKeepsTheEmperorsOwnLines() {
    EmperorProcess emperor = start("--log-dir", logs().toString());
    dropAll();
    int port = chatty();

    Http.get(port, "/log?sold%0A2026-01-01+00:00:00.000+INFO++-:+forged");

    awaitLine("chatty.log", " INFO  chatty: running generation 1");
    awaitLine("chatty.log", " INFO  chatty: sold");
    awaitLine("chatty.log", "\t2026-01-01 00:00:00.000 INFO  -: forged");
    awaitLine("apart.log", " INFO  apart: printed by generation 1");
    awaitLine("apart.log", " WARN  apart: logged by generation 1");
    awaitLine("program.log", " INFO  program: printed by a program");
    awaitLine("program.log", " INFO  program: running generation 1");
    awaitLine("emperor.log", " INFO  -: emperor tester watches");
    emperor.line("the log is in " + logs());
    emperor.line("emperor tester watches");
    assertThat(emperor.lines()).noneMatch(line -> line.matches(".*(chatty|apart|program): .*"));
  }

  @Test
  void twoEmperorsNeverWriteIntoOneDirectory(@TempDir Path other) {
    start("--log-dir", logs().toString()).line("the log is in");

    try (EmperorProcess second =
        EmperorProcess.start(
            other, "--dev", "--vassals", vassals.toString(), "--log-dir", logs().toString())) {
      assertThat(second.exitStatus()).isEqualTo(2);
      assertThat(second.lines().get(0))
          .isEqualTo(
              "emperor: --log-dir: %s has the log of another emperor that runs: give each a directory of its own"
                  .formatted(logs()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"shared", "process"})
  void whatAnAppThrowsIsThereWithItsTraceOnceAndWithItsCauseEachTime(String isolation) {
    EmperorProcess emperor = start("--throttle", "10ms");
    Path unused =
        AppJar.drop(QUICK + "isolation: " + isolation + "\n", vassals.resolve("broken.yaml"));
    AppJar.providing(Throwing.class).dropInto(vassals, "broken");

    String cause = "java.net.ConnectException: connection refused to db.example:5432";
    emperor.line("the database is not there: " + cause + "; next attempt in 10ms");
    emperor.line("the database is not there: " + cause + "; next attempt in 40ms");

    assertThat(emperor.lines()).filteredOn(("Caused by: " + cause)::equals).hasSize(1);
    assertThat(emperor.lines())
        .filteredOn(line -> line.contains("io.emperor.test.apps.Throwing.start("))
        .hasSize(1);
  }

  @Test
  void anOldFileIsPutAside() throws Exception {
    start("--log-dir", logs().toString());
    dropChatty();

    Http.get(chatty(), "/log?" + "x".repeat(4000) + "*3000");

    assertThat(Files.size(logs().resolve("chatty.log.1"))).isBetween(LARGEST - 5000, LARGEST);
    assertThat(Files.size(logs().resolve("chatty.log"))).isLessThan(LARGEST);
  }

  @Test
  void neitherAVanishedDirectoryNorAFullDiskStopsAnything() throws Exception {
    EmperorProcess emperor = start("--log-dir", logs().toString());
    dropChatty();
    int port = chatty();
    awaitLine("chatty.log", "running generation 1");

    deleteLogs();
    Http.get(port, "/log?after+the+loss");
    awaitLine("chatty.log", "chatty: after the loss");

    Path file = logs().resolve("chatty.log");
    Files.delete(file);
    Path unused = Files.createSymbolicLink(file, Path.of("/dev/full"));
    Http.get(port, "/log?lost*3");
    emperor.line(" WARN  chatty: " + file + " can't be written", "No space left");
    Files.delete(file);
    Await.until(
        "it is written again",
        () -> {
          Http.get(port, "/log?after+the+flood");
          return Files.exists(file);
        });

    awaitLine("chatty.log", "chatty: after the flood");
    assertThat(scene.consul().passing("chatty")).isNotNull();
    emperor.signal("TERM");
    assertThat(emperor.exitStatus()).isZero();
  }

  @Test
  void jsonIsOneObjectALine() throws Exception {
    EmperorProcess emperor = start("--log-format", "json");
    dropAll();
    Http.get(chatty(), "/log?sold%0Aout");

    JsonNode sold = json(emperor.line("sold"));
    assertThat(sold.get("message").asText()).isEqualTo("sold\nout");
    assertThat(sold.get("vassal").asText()).isEqualTo("chatty");
    assertThat(sold.get("logger").asText()).isEqualTo("chatty.Words");
    assertThat(sold.get("thread").asText()).startsWith("chatty#1-");
    assertThat(OffsetDateTime.parse(sold.get("time").asText())).isNotNull();
    JsonNode warned = json(emperor.line("logged by generation 1"));
    assertThat(warned.get("level").asText()).isEqualTo("WARN");
    assertThat(warned.get("vassal").asText()).isEqualTo("apart");
    assertThat(warned.get("logger").asText()).isEqualTo(Apart.class.getName());
    assertThat(json(emperor.line("printed by a program")).get("vassal").asText())
        .isEqualTo("program");
    emperor.signal("TERM");
    assertThat(emperor.exitStatus()).isZero();
    for (String line : emperor.lines()) {
      assertThat(json(line).get("level").asText()).isIn("INFO", "WARN");
    }
  }

  private static JsonNode json(String line) throws IOException {
    return new ObjectMapper().readTree(line);
  }

  private void awaitLine(String file, String part) {
    Await.until(
        "%s has a line with %s".formatted(file, part),
        () -> lines(file).stream().anyMatch(line -> line.contains(part)));
  }

  private List<String> lines(String file) throws IOException {
    Path path = logs().resolve(file);
    return Files.exists(path) ? Files.readAllLines(path) : List.of();
  }

  private void deleteLogs() throws IOException {
    try (Stream<Path> all = Files.walk(logs())) {
      all.sorted(Comparator.reverseOrder()).forEach(LogsTest::delete);
    }
  }

  private static void delete(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
