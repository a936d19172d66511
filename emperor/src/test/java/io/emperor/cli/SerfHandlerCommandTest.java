package io.emperor.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.provisioning.handler.SerfEvent;
import io.emperor.provisioning.handler.SerfSelf;
import io.emperor.runtime.process.Processes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code emperor serf-handler} in a process of its own, as serf starts it, and no emperor runs. */
@Timeout(60)
class SerfHandlerCommandTest {

  private static final SerfSelf SELF = SerfSelf.of("one", Map.of("role", "db"));
  private static final Path LOGGING = Path.of("src/main/resources/logback.xml").toAbsolutePath();
  private static final byte[] BINARY = {0, (byte) 0xff, '\n'};

  @TempDir Path directory;

  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(directory.resolve("members.yaml"), "handlers: {limit: 5s}\n");
    Files.createDirectories(directory.resolve("handlers/db"));
    Files.createDirectory(directory.resolve("tmp"));
  }

  private void handler(String event, String script) throws IOException {
    Path handler = directory.resolve("handlers/db").resolve(event);
    Files.writeString(handler, "#!/bin/sh\n" + script + "\n");
    assertThat(handler.toFile().setExecutable(true)).isTrue();
  }

  @SuppressWarnings("ArrayRecordComponent") // nobody compares two
  private record Outcome(int status, byte[] output, String errors) {}

  private Outcome run(Map<String, String> environment, byte[] input, String... words)
      throws Exception {
    ProcessBuilder command =
        new ProcessBuilder(
            Stream.concat(
                    Stream.of(
                        Processes.java(),
                        "-Djava.io.tmpdir=" + directory.resolve("tmp"),
                        "-Dlogback.configurationFile=" + LOGGING, // not that of tests
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.emperor.cli.Main",
                        "serf-handler"),
                    Stream.of(words))
                .toList());
    Path errors = directory.resolve("errors");
    command.directory(directory.toFile()).redirectError(errors.toFile());
    command.environment().keySet().removeIf(name -> name.startsWith("EMPEROR_"));
    command.environment().putAll(Map.of("CONSUL_HTTP_TOKEN", "serfs-own", "EMPEROR_ADMIN", "none"));
    command.environment().putAll(environment);
    Process process = command.start();
    try (OutputStream stream = process.getOutputStream()) {
      stream.write(input);
    }
    byte[] output = process.getInputStream().readAllBytes();
    int status = process.waitFor();
    try (Stream<Path> left = Files.list(directory.resolve("tmp"))) {
      assertThat(left.filter(path -> path.toString().contains("emperor"))).isEmpty();
    }
    return new Outcome(status, output, Files.readString(errors));
  }

  private Outcome run(SerfEvent event, String... words) throws Exception {
    return run(event.environment(), event.input(), words);
  }

  @Test
  void runsTheHandlersOfTheFileWithWhatSerfHasGiven() throws Exception {
    handler("deploy", "cat >../../input; env >../../env; echo told");

    Outcome outcome =
        run(SerfEvent.ofUser("deploy", 7, SELF, BINARY), "--membership", file.toString());

    assertThat(outcome.status()).isZero();
    assertThat(outcome.output()).isEmpty();
    assertThat(outcome.errors()).contains("serf-handler", "db/deploy: told");
    assertThat(directory.resolve("input")).hasBinaryContent(BINARY);
    assertThat(Files.readAllLines(directory.resolve("env")))
        .contains("SERF_USER_LTIME=7", "CONSUL_HTTP_TOKEN=serfs-own")
        .noneMatch(line -> line.startsWith("EMPEROR_ADMIN"));
  }

  @Test
  void printsTheAnswerToAQueryAndNothingElse() throws Exception {
    handler("load", "printf '\\000\\377\\n'; echo noise >&2");
    handler("broken", "echo noise; exit 3");
    Map<String, String> named = Map.of("EMPEROR_MEMBERSHIP", "members.yaml");

    for (String query : List.of("load", "broken", "nothing")) {
      SerfEvent event = SerfEvent.ofQuery(query, 1, SELF, new byte[0]);
      Map<String, String> environment = new HashMap<>(event.environment());
      environment.putAll(named);
      Outcome outcome = run(environment, new byte[0]);
      assertThat(outcome.output()).isEqualTo(query.equals("load") ? BINARY : new byte[0]);
      assertThat(outcome.errors()).as("serf would take it for an answer").isEmpty();
      assertThat(outcome.status()).isZero();
    }
  }

  @Test
  void aHandlerThatFailsIsToldAndNoFailure() throws Exception {
    handler("user", "exit 3");

    Outcome outcome = run(SerfEvent.ofUser("deploy", 1, SELF, BINARY), "--membership=members.yaml");

    assertThat(outcome.status()).isZero();
    assertThat(outcome.errors()).contains("user deploy is not handled: it ended with status 3");
  }

  @Test
  void saysWhatIsWrong() throws Exception {
    Outcome noEvent = run(Map.of(), new byte[0]);
    assertThat(noEvent.status()).isEqualTo(2);
    assertThat(noEvent.errors()).contains("emperor: serf-handler: SERF_EVENT is not set");

    SerfEvent event = SerfEvent.ofUser("deploy", 1, SELF, BINARY);
    Outcome noFile = run(event);
    assertThat(noFile.status()).isEqualTo(2);
    assertThat(noFile.errors()).contains("name one with --membership or EMPEROR_MEMBERSHIP");
    Outcome missing = run(event, "--membership=nowhere.yaml");
    assertThat(missing.status()).isEqualTo(2);
    assertThat(missing.errors()).contains("nowhere.yaml: is not there; create it");
    Files.writeString(file, "handlers:\n  limt: 5s\n  roles: db\n");
    Outcome wrong = run(event, "--membership=members.yaml");
    assertThat(wrong.status()).isEqualTo(2);
    assertThat(wrong.errors())
        .contains("members.yaml:2: handlers.limt is no key of handlers; did you mean limit?")
        .contains("members.yaml:3: handlers.roles is no list of names");
    Outcome tooLong = run(event.environment(), new byte[SerfEvent.MOST_INPUT + 1]);
    assertThat(tooLong.status()).isEqualTo(2);
    assertThat(tooLong.errors()).contains("the standard input is longer than 1 MiB");
    assertThat(tooLong.output()).asString(UTF_8).isEmpty();
  }
}
