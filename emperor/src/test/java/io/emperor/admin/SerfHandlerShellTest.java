package io.emperor.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.provisioning.handler.SerfEvent;
import io.emperor.provisioning.handler.SerfSelf;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code bin/serf-handler} with a running emperor, and with a stand-in for the command. */
@Timeout(60)
@EnabledOnOs(OS.LINUX)
class SerfHandlerShellTest {

  private static final String TOKEN = "0123456789abcdef";
  private static final byte[] ANSWER = {0, (byte) 0xff, '\n', '\n'};
  private static final SerfSelf SELF =
      SerfSelf.of("o'n\"e $(x) `y` \\ %s\nPATH=/", Map.of("role", "db", "dc", "=\n\n", "e", ""));

  @TempDir Path directory;

  private final List<SerfEvent> taken = new CopyOnWriteArrayList<>();
  private AdminRig admin;
  private Path bin;
  private Path temporary;
  private Path token;

  @BeforeEach
  void open() throws IOException {
    token = Files.writeString(directory.resolve("token"), TOKEN + "\n");
    admin = new AdminRig(directory, token, this::take);
    bin = Files.createDirectory(directory.resolve("bin"));
    temporary = Files.createDirectory(directory.resolve("tmp"));
    Files.copy(Path.of("..", "bin", "serf-handler"), bin.resolve("serf-handler"));
    Path emperor =
        Files.writeString(
            bin.resolve("emperor"),
            "#!/bin/sh\nprintf '%s\\n' \"$@\" >../words\nenv >../env\ncat >../input\necho alone\n");
    assertThat(emperor.toFile().setExecutable(true)).isTrue();
  }

  @AfterEach
  void close() throws IOException {
    admin.close();
    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left).as("nothing is left of what was handed over").isEmpty();
    }
  }

  private byte[] take(SerfEvent event) {
    taken.add(event);
    return event.isQuery() ? ANSWER : new byte[0];
  }

  @SuppressWarnings("ArrayRecordComponent") // nobody compares two
  private record Outcome(int status, byte[] output) {}

  private Outcome run(String shell, SerfEvent event, String... words) throws Exception {
    ProcessBuilder handler =
        new ProcessBuilder(
            Stream.concat(Stream.of(shell, "./serf-handler"), Stream.of(words)).toList());
    handler.directory(bin.toFile()).redirectErrorStream(true);
    handler.environment().keySet().removeIf(name -> name.startsWith("EMPEROR_"));
    handler.environment().putAll(event.environment());
    handler
        .environment()
        .putAll(
            Map.of(
                "EMPEROR_ADMIN",
                "127.0.0.1:" + admin.uri("/").getPort(),
                "EMPEROR_ADMIN_TOKEN_FILE",
                token.toString(),
                "CONSUL_HTTP_TOKEN",
                "geheim",
                "http_proxy",
                "http://127.0.0.1:1",
                "TMPDIR",
                temporary.toString()));
    Process process = handler.start();
    try (OutputStream input = process.getOutputStream()) {
      input.write(event.input());
    }
    byte[] output = process.getInputStream().readAllBytes();
    return new Outcome(process.waitFor(), output);
  }

  private void isTaken(Outcome outcome, SerfEvent event, byte[] answer) {
    assertThat(outcome.output()).isEqualTo(answer);
    assertThat(outcome.status()).isZero();
    assertThat(taken).hasSize(1);
    assertThat(taken.get(0)).usingRecursiveComparison().isEqualTo(event);
  }

  private void isLeftToTheCommand(Outcome outcome, SerfEvent event, String... words)
      throws IOException {
    assertThat(outcome.output()).asString().isEqualTo("alone\n");
    assertThat(outcome.status()).isZero();
    assertThat(taken).isEmpty();
    assertThat(directory.resolve("input")).hasBinaryContent(event.input());
    assertThat(Files.readAllLines(directory.resolve("words")))
        .containsExactlyElementsOf(
            Stream.concat(Stream.of("serf-handler"), Stream.of(words)).toList());
    assertThat(Files.readString(directory.resolve("env")))
        .contains("SERF_USER_EVENT=deploy", "CONSUL_HTTP_TOKEN=geheim");
  }

  private static SerfEvent deploy(byte[] payload) {
    return SerfEvent.ofUser("deploy", 42, SELF, payload);
  }

  private static byte[] binary() {
    byte[] bytes = new byte[4096];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 7);
    }
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(strings = {"sh", "bash"})
  void handsAnEventOverAsItIs(String shell) throws Exception {
    SerfEvent event = deploy(binary());

    isTaken(run(shell, event), event, new byte[0]);
  }

  @Test
  void printsTheAnswerToAQueryAndNothingElse() throws Exception {
    SerfEvent event = SerfEvent.ofQuery("load\nSERF_EVENT=user", -1, SELF, new byte[] {0, '\n'});

    isTaken(run("sh", event), event, ANSWER);
  }

  @Test
  void handsOverAsMuchAsThereMayBe() throws Exception {
    byte[] most = new byte[SerfEvent.MOST_INPUT];
    Arrays.fill(most, (byte) '\n');
    SerfEvent event = deploy(most);

    isTaken(run("sh", event), event, new byte[0]);
  }

  @Test
  void findsTheEndpointByItsWords() throws Exception {
    SerfEvent event = deploy(new byte[0]);
    int port = admin.uri("/").getPort();
    for (String place :
        List.of("127.0.0.1:" + port, ":" + port, "" + port, "http://localhost:" + port + "/")) {
      taken.clear();
      isTaken(run("sh", event, "--admin", place), event, new byte[0]);
      taken.clear();
      isTaken(run("sh", event, "--membership=x y.yaml", "--admin=" + place), event, new byte[0]);
    }
  }

  @Test
  void leavesItToTheCommandWhereNobodyAnswers() throws Exception {
    SerfEvent event = deploy(binary());
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }

    isLeftToTheCommand(
        run("sh", event, "--membership", "x y.yaml", "--admin=127.0.0.1:" + port),
        event,
        "--membership",
        "x y.yaml",
        "--admin=127.0.0.1:" + port);
  }

  @Test
  void leavesToTheCommandWhatIsRefused() throws Exception {
    SerfEvent event = deploy(binary());
    Path wrong = Files.writeString(directory.resolve("wrong"), "fedcba9876543210");

    isLeftToTheCommand(
        run("sh", event, "--admin-token-file", wrong.toString()),
        event,
        "--admin-token-file",
        wrong.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "--admin",
        "--admin=none",
        "--admin=",
        "--admin=a b:1",
        "--admin=$(touch x):1",
        "--admin=127.0.0.1",
        "--unknown=1",
        "--admin-token-file=/nowhere",
        "word"
      })
  void leavesToTheCommandWhatItDoesNotKnow(String word) throws Exception {
    SerfEvent event = deploy(binary());

    isLeftToTheCommand(run("sh", event, word), event, word);
  }

  @Test
  void aTokenThatCurlWouldReadAsMoreIsNotHandedToIt() throws Exception {
    SerfEvent event = deploy(binary());
    Path file = Files.writeString(directory.resolve("odd"), "0123456789abcdef\"\nurl=\"http://x");

    isLeftToTheCommand(
        run("sh", event, "--admin-token-file=" + file), event, "--admin-token-file=" + file);
  }

  @Test
  void isFoundThroughLinks() throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("bin/serf-handler"));
    Process process =
        new ProcessBuilder(link.toString())
            .directory(bin.toFile())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();

    assertThat(process.getInputStream().readAllBytes()).asString(UTF_8).isEqualTo("alone\n");
    assertThat(directory.resolve("words")).hasContent("serf-handler");
  }
}
