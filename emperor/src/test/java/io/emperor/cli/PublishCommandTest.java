package io.emperor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.cli.run.ExitStatus;
import io.emperor.consul.Await;
import io.emperor.consul.ConsulAgentProcess;
import io.emperor.serf.QueryEvent;
import io.emperor.serf.SerfAgentProcess;
import io.emperor.serf.SerfClient;
import io.emperor.serf.SerfStream;
import io.emperor.serf.UserEvent;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** {@code emperor publish}, with real agents. */
class PublishCommandTest {

  @TempDir Path directory;

  private final InputStream in = System.in;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Map<String, String> environment = new HashMap<>();
  private CommandLine emperor;

  @BeforeEach
  void begin() {
    emperor = CommandLines.all();
    emperor.getCommandSpec().removeSubcommand("publish");
    emperor
        .addSubcommand(new PublishCommand(environment))
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true));
  }

  @AfterEach
  void end() {
    System.setIn(in);
  }

  private int publish(String... words) {
    String[] all = new String[words.length + 1];
    all[0] = "publish";
    System.arraycopy(words, 0, all, 1, words.length);
    return emperor.execute(all);
  }

  /** An object with which the payload has so many bytes. */
  private static String sized(int bytes) {
    String around = "{\"p\":\"shop\",\"k\":\"a\",\"v\":7,\"c\":{\"x\":\"\"}}";
    return "{\"x\": \"" + "y".repeat(bytes - around.length()) + "\"}";
  }

  private static String events(ConsulAgentProcess agent) {
    return agent.get("/v1/event/list?name=config_updated");
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void anEventOfConsulIsAsLongAsTheAgentTakesIt() {
    try (ConsulAgentProcess consul = ConsulAgentProcess.start()) {
      String agent = consul.httpAddress();

      assertThat(publish("shop", "a", "7", "{\"x\": 1}", "--consul-agent", agent))
          .isEqualTo(ExitStatus.CLEAN);
      assertThat(out).hasToString("sent config_updated of shop/a, version 7: 38 bytes of 388\n");
      assertThat(events(consul))
          .contains(base64("{\"p\":\"shop\",\"k\":\"a\",\"v\":7,\"c\":{\"x\":1}}"));

      assertThat(publish("shop", "a", "7", sized(388), "--consul-agent", agent))
          .isEqualTo(ExitStatus.CLEAN);
      assertThat(publish("shop", "a", "7", sized(389), "--consul-agent", agent))
          .isEqualTo(ExitStatus.WRONG_WORDS);
      assertThat(err.toString())
          .contains("has 389 bytes of payload, 1 too many for a Consul event, which carries 388;");
      assertThat(consul.send("PUT", "/v1/event/fire/config_updated", "x".repeat(389)).statusCode())
          .isEqualTo(500);
      assertThat(events(consul).split("\"Payload\"", -1)).hasSize(3);
    }
  }

  @Test
  void anAgentThatIsAwayIsToldAndNothingElseIs() {
    assertThat(publish("shop", "a", "7", "{}", "--consul-agent", "127.0.0.1:1"))
        .isEqualTo(ExitStatus.FAILED);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString())
        .startsWith("emperor: publish('config_updated') failed: http://127.0.0.1:1")
        .contains("can't be reached")
        .hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "../../etc|a|1|{}|p, the product, is '../../etc'",
        "shop|a;touch x|1|{}|k, the key, is 'a;touch x'",
        "shop|a|-1|{}|v, the version, is negative",
        "shop|a|9223372036854775808|{}|VERSION: '9223372036854775808' is no whole number",
        "shop|a|1.0|{}|VERSION: '1.0' is no whole number",
        "shop|a|now|{}|VERSION: 'now' is no whole number",
        "shop|a|1|hunter2|the configuration is no JSON",
        "shop|a|1|{\"x\":1,\"x\":2}|the configuration is no JSON",
        "shop|a|1|[1]|the configuration is of type array",
      })
  void whatCantBeOneIsRefused(
      String product, String key, String version, String json, String problem) {
    // "--" as a version may look like an option
    assertThat(publish("--", product, key, version, json)).isEqualTo(ExitStatus.WRONG_WORDS);
    assertThat(err.toString()).contains(problem).doesNotContain("hunter2").hasLineCount(2);
  }

  @Test
  void allProblemsAreTold() {
    assertThat(publish("shop", "a", "x", "{}", "--via", "mail", "--query", "--serf", "b"))
        .isEqualTo(ExitStatus.WRONG_WORDS);
    assertThat(err.toString())
        .contains("--query: is for --via serf alone")
        .contains("--via: mail is neither consul nor serf")
        .contains("VERSION: 'x'");
    assertThat(publish("shop", "a", "1", "{}", "--via=serf", "--tag", "role=web"))
        .isEqualTo(ExitStatus.WRONG_WORDS);
    assertThat(err.toString()).contains("--tag: is for --query alone");
    assertThat(publish("shop", "a", "1", "{}", "--serf", "b")).isEqualTo(ExitStatus.WRONG_WORDS);
    assertThat(err.toString()).contains("--serf: is for --via serf alone");
    assertThat(publish("shop", "a", "1", "{}", "--via=serf", "--serf", "a:b:c"))
        .isEqualTo(ExitStatus.WRONG_WORDS);
    assertThat(err.toString()).contains("--serf: 'a:b:c' is no address of a serf agent");
  }

  /** What an agent's events carry. */
  private static BlockingQueue<String> heard(SerfClient client) {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    SerfStream unused =
        client.stream(
            "user",
            event -> heard.add(new String(((UserEvent) event).payload(), StandardCharsets.UTF_8)));
    return heard;
  }

  @Test
  void standardInputIsSentByASerfAgentWithAKey() throws Exception {
    try (SerfAgentProcess serf = SerfAgentProcess.start(directory, "n1", Map.of(), "hunter2");
        SerfClient client = SerfClient.connect(serf.address(), "hunter2")) {
      BlockingQueue<String> heard = heard(client);
      environment.put("SERF_RPC_ADDR", serf.address().toString());
      environment.put("SERF_RPC_AUTH", "hunter2");
      System.setIn(new ByteArrayInputStream("{\"x\": \"é\"}\n".getBytes(StandardCharsets.UTF_8)));
      assertThat(publish("shop", "a", "1", "-", "--via", "serf")).isEqualTo(ExitStatus.CLEAN);
      assertThat(out).hasToString("sent config_updated of shop/a, version 1: 41 bytes of 498\n");
      assertThat(heard.poll(10, TimeUnit.SECONDS))
          .isEqualTo("{\"p\":\"shop\",\"k\":\"a\",\"v\":1,\"c\":{\"x\":\"é\"}}");

      System.setIn(new ByteArrayInputStream(new byte[] {'{', (byte) 0xff, '}'}));
      assertThat(publish("shop", "a", "1", "-", "--via", "serf")).isEqualTo(ExitStatus.WRONG_WORDS);

      environment.put("SERF_RPC_AUTH", "wrong");
      assertThat(publish("shop", "a", "1", "{}", "--via", "serf")).isEqualTo(ExitStatus.FAILED);
      assertThat(err.toString()).contains("refuses the key").doesNotContain("wrong;", "hunter2");
    }
  }

  /** An agent counts its own encoding, too, if nobody has given it a higher limit. */
  @Test
  void anEventOfSerfCarries498BytesAndWhatTheAgentTakes() throws Exception {
    try (SerfAgentProcess serf = SerfAgentProcess.start(directory, "n1", Map.of())) {
      String agent = serf.address().toString();
      assertThat(publish("shop", "a", "7", sized(468), "--via=serf", "--serf", agent))
          .isEqualTo(ExitStatus.CLEAN);
      assertThat(publish("shop", "a", "7", sized(498), "--via=serf", "--serf", agent))
          .isEqualTo(ExitStatus.FAILED);
      assertThat(err.toString())
          .contains("refuses event: encoded user event exceeds configured limit of 512 bytes");
      assertThat(publish("shop", "a", "7", sized(499), "--via=serf", "--serf", agent))
          .isEqualTo(ExitStatus.WRONG_WORDS);
      assertThat(err.toString()).contains("1 too many for a serf event");
    }
  }

  @Test
  void aQueryPrintsWhatEachNodeAnswers() throws Exception {
    try (SerfAgentProcess one = SerfAgentProcess.start(directory, "n1", Map.of("role", "web"));
        SerfAgentProcess two = SerfAgentProcess.start(directory, "n2", Map.of("role", "db"), one);
        SerfClient first = SerfClient.connect(one.address(), null);
        SerfClient second = SerfClient.connect(two.address(), null)) {
      await(first);
      answer(first, "ok");
      answer(second, "the disk\n\u001b[2J is full");
      String agent = one.address().toString();
      String[] words = {"shop", "a", "7", "{}", "--via=serf", "--serf", agent, "--query"};
      assertThat(publish(with(words, "--tag", "role=we."))).isEqualTo(ExitStatus.CLEAN);
      assertThat(out)
          .hasToString("asks for config_updated of shop/a, version 7: 33 bytes of 1024\nn1: ok\n");
      assertThat(publish(words)).isEqualTo(ExitStatus.FAILED);
      assertThat(out.toString()).contains("\nn2: the disk [2J is full\n");
      assertThat(err.toString()).isEmpty();
      assertThat(publish(with(words, "--tag", "role=none"))).isEqualTo(ExitStatus.FAILED);
      assertThat(err.toString())
          .contains("emperor: no node has answered; look whether any subscribes to the product");
      words[3] = sized(1025);
      assertThat(publish(words)).isEqualTo(ExitStatus.WRONG_WORDS);
      assertThat(err.toString()).contains("1 too many for a serf query, which carries 1024");
    }
  }

  private static void await(SerfClient client) {
    Await.within(Duration.ofSeconds(20), "two members", () -> client.members().size() == 2);
  }

  private static void answer(SerfClient client, String text) {
    SerfStream unused =
        client.stream(
            "query:config_updated",
            event ->
                client.respond(((QueryEvent) event).id(), text.getBytes(StandardCharsets.UTF_8)));
  }

  private static String[] with(String[] words, String... more) {
    return Stream.concat(Arrays.stream(words), Arrays.stream(more)).toArray(String[]::new);
  }

  @Test
  void aSerfAgentThatIsAwayIsTold() {
    assertThat(publish("shop", "a", "7", "{}", "--via=serf", "--serf=127.0.0.1:1"))
        .isEqualTo(ExitStatus.FAILED);
    assertThat(err.toString())
        .startsWith("emperor: the serf agent at 127.0.0.1:1 can't be reached")
        .hasLineCount(1);
  }
}
