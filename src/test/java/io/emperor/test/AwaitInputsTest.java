package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.consul.ConsulAgentProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code emperor await} does with sources, schemas, rules and handlers, and DISCO's own. */
@Timeout(120)
class AwaitInputsTest {

  private static final String SECRET = "youshallnot";
  private static final String EMPEROR = EmperorProcess.HOME.resolve("bin/emperor").toString();
  private static final String DISCO = EmperorProcess.HOME.resolve("bin/disco").toString();

  @TempDir Path directory;

  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void end() {
    started.stream().filter(Process::isAlive).forEach(Process::destroyForcibly);
  }

  @Test
  void discosExampleWorksAsItIs() throws Exception {
    discosFiles("#!/bin/sh\n/bin/cat >given\necho READ\n");

    Process disco =
        start(
            Map.of("DISCO_CFG", "flat.file=tests/mysql.yaml|disco.path=tests"),
            DISCO,
            "echo",
            "doit");

    assertThat(disco.waitFor()).isZero();
    assertThat(output()).endsWith("doit\n");
    assertThat(Files.readString(directory.resolve("given")))
        .contains("\"host\":\"localhost:3306\"", "\"password\":\"" + SECRET + "\"");
  }

  @Test
  void discosExampleWithConsulWaitsForTheKeys() throws Exception {
    discosFiles("#!/bin/sh\nexit 0\n");
    try (ConsulAgentProcess agent = ConsulAgentProcess.start()) {
      String where = "http://" + agent.httpAddress() + "/";
      Process disco =
          start(
              Map.of("DISCO_CFG", "consul.host=" + where + "|disco.path=tests|disco.interval=5"),
              DISCO,
              "echo",
              "doit");
      for (String key : List.of("host", "username", "password")) {
        put(agent, "mysql/" + key, SECRET);
      }
      says("required: database");
      assertThat(disco.isAlive()).isTrue();

      put(agent, "mysql/database", "test");

      assertThat(disco.waitFor()).isZero();
      assertThat(output()).endsWith("doit\n").doesNotContain(SECRET);
    }
  }

  @Test
  void aHandlerThatAlwaysFailsEndsItWithoutTheCommand() throws Exception {
    discosFiles("#!/bin/sh\necho $PATH >path\nexit 9\n");

    Process disco =
        start(
            Map.of("DISCO_CFG", "flat.file=tests/mysql.yaml|disco.path=tests|disco.interval=0.1"),
            DISCO,
            "echo",
            "doit");

    assertThat(disco.waitFor()).isEqualTo(3);
    assertThat(output()).contains("failed 5 times", "status 9").doesNotContain("doit");
    assertThat(Files.readString(directory.resolve("path")))
        .isEqualTo(directory.toRealPath().resolve("tests") + "\n");
  }

  @Test
  void whatIsWrongWithItsFilesIsToldAtOnce() throws Exception {
    discosFiles("#!/bin/sh\n");
    write("tests/second.schema", "- a list\n");
    write("tests/second.rules", "rules: [{when: mysql}]\n");

    Process disco =
        start(
            Map.of("DISCO_CFG", "flat.file=tests/mysql.yaml|disco.path=tests"),
            DISCO,
            "echo",
            "doit");

    assertThat(disco.waitFor()).isEqualTo(2);
    assertThat(output().lines().filter(line -> line.startsWith("emperor: "))).hasSize(2);
    assertThat(output()).contains("second.schema", "second.rules").doesNotContain("doit");
  }

  @Test
  void noSecretIsInALineAnEnvironmentOrAProcessList() throws Exception {
    discosFiles("#!/bin/sh\nexit 0\n");
    write(
        "tests/mysql.yaml",
        "mysql: {host: [" + SECRET + "], username: u, password: " + SECRET + ", database: d}\n");
    Process disco =
        start(
            Map.of("DISCO_CFG", "flat.file=tests/mysql.yaml|disco.path=tests"),
            DISCO,
            "-l",
            "DEBUG",
            "true");
    says("host: type: string");

    for (ProcessHandle process :
        Stream.concat(Stream.of(disco.toHandle()), disco.descendants()).toList()) {
      Path place = Path.of("/proc", Long.toString(process.pid()));
      assertThat(Files.readString(place.resolve("cmdline"))).doesNotContain(SECRET);
      assertThat(Files.readString(place.resolve("environ"))).doesNotContain(SECRET);
    }

    discosFiles("#!/bin/sh\nexit 0\n");
    assertThat(disco.waitFor()).isZero();
    assertThat(output()).doesNotContain(SECRET);
  }

  @Test
  void aChangeStartsAWatchedCommandAnew() throws Exception {
    inputs("");
    Process await = watched("echo $$ has $WORD; while :; do sleep 0.1; done");
    says("has one");

    write("values.yaml", "it: {number: many, word: two}\n");
    says("interface it: number: type: integer (");
    write("values.yaml", "it: {number: 1, word: three}\n");
    says("has three");

    assertThat(output()).doesNotContain("has two");
    await.destroy();
    assertThat(await.waitFor()).isEqualTo(143);
    assertThat(await.descendants()).isEmpty();
  }

  @Test
  void aChangeSignalsAWatchedCommand() throws Exception {
    inputs("on-change: signal:HUP\n");
    Process await =
        watched("trap 'echo hup; exit 5' HUP; echo has $WORD; while :; do sleep 0.1; done");
    says("has one");

    write("values.yaml", "it: {number: 1, word: two}\n");

    assertThat(await.waitFor()).isEqualTo(5);
    assertThat(output()).contains("hup\n");
  }

  @Test
  void aChangeRunsACommandBesideAWatchedOne() throws Exception {
    inputs("on-change: exec:echo now $WORD >changed\n");
    Process await = watched("echo has $WORD; while :; do sleep 0.1; done");
    says("has one");

    write("values.yaml", "it: {number: 1, word: two}\n");

    says("on-change: the command has succeeded");
    assertThat(Files.readString(directory.resolve("changed"))).isEqualTo("now two\n");
    assertThat(await.isAlive()).isTrue();
  }

  private void inputs(String more) throws IOException {
    write("values.yaml", "it: {number: 1, word: one}\n");
    write("it.schema", "{name: it, properties: {number: {type: integer}}}\n");
    write(
        "inputs.yaml",
        "sources: [{file: values.yaml}]\nschemas: .\nenv: {WORD: '${it.word}'}\n" + more);
  }

  private Process watched(String script) throws IOException {
    return start(
        Map.of(), EMPEROR, "await", "--input", "inputs.yaml", "--watch", "--", "sh", "-c", script);
  }

  private void discosFiles(String handler) throws IOException {
    Files.createDirectories(directory.resolve("tests"));
    write(
        "tests/mysql.yaml",
        """
        mysql:
            interface: mysql
            host: localhost:3306
            username: test
            password: %s
            database: test
        """
            .formatted(SECRET));
    write(
        "tests/interface-mysql.schema",
        """
        type: object
        name: mysql
        properties:
            interface: {type: string}
            host: {type: string}
            password: {type: string}
        required: [host, username, password, database]
        """);
    write("tests/myapp1.rules", "rules:\n  - when: mysql\n    do: mysql-configure\n");
    write("tests/mysql-configure", handler);
    assertThat(directory.resolve("tests/mysql-configure").toFile().setExecutable(true)).isTrue();
  }

  private void write(String name, String text) throws IOException {
    Path next = directory.resolve(name + ".next");
    Files.writeString(next, text);
    Files.move(
        next,
        directory.resolve(name),
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.ATOMIC_MOVE);
  }

  private static void put(ConsulAgentProcess agent, String key, String value) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + agent.httpAddress() + "/v1/kv/" + key))
            .PUT(HttpRequest.BodyPublishers.ofString(value))
            .build();
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.body()).startsWith("true");
  }

  private Process start(Map<String, String> environment, String... words) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("output").toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    started.add(process);
    return process;
  }

  private String output() {
    return new PrintedFile(directory.resolve("output")).text();
  }

  private void says(String text) {
    new PrintedFile(directory.resolve("output")).says(text);
  }
}
