package io.emperor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.cli.run.ExitStatus;
import io.emperor.consul.ConsulAgentProcess;
import io.emperor.serf.SerfAgentProcess;
import io.emperor.serf.SerfClient;
import io.emperor.serf.SerfEvent;
import io.emperor.serf.SerfStream;
import io.emperor.serf.UserEvent;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code emperor etcd-event}, in the environment that etcdctl gives. */
class EtcdEventCommandTest {

  @TempDir Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(Map<String, String> environment, String... words) {
    CommandLine emperor = CommandLines.all();
    emperor.getCommandSpec().removeSubcommand("etcd-event");
    String[] all = new String[words.length + 1];
    all[0] = "etcd-event";
    System.arraycopy(words, 0, all, 1, words.length);
    return emperor
        .addSubcommand(new EtcdEventCommand(environment))
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all);
  }

  private static Map<String, String> put(String key, String value) {
    return Map.of(
        "ETCD_WATCH_EVENT_TYPE",
        "\"PUT\"",
        "ETCD_WATCH_KEY",
        "\"" + key + "\"",
        "ETCD_WATCH_VALUE",
        "\"" + value.replace("\"", "\\\"") + "\"",
        "ETCD_WATCH_REVISION",
        "7");
  }

  @Test
  void aPutIsPropagatedByConsul() {
    try (ConsulAgentProcess consul = ConsulAgentProcess.start()) {
      assertThat(run(put("/shop/a", "{\"x\":1}"), "--consul-agent", consul.httpAddress()))
          .isEqualTo(ExitStatus.CLEAN);
      assertThat(out).hasToString("propagated\n");
      String payload = "{\"p\":\"shop\",\"k\":\"a\",\"v\":7,\"c\":{\"x\":1}}";
      assertThat(consul.get("/v1/event/list"))
          .contains(Base64.getEncoder().encodeToString(payload.getBytes(StandardCharsets.UTF_8)));
    }
  }

  @Test
  void aSetOfVersionTwoIsPropagatedBySerf() throws Exception {
    try (SerfAgentProcess serf = SerfAgentProcess.start(directory, "n1", Map.of());
        SerfClient client = SerfClient.connect(serf.address(), null)) {
      BlockingQueue<SerfEvent> heard = new LinkedBlockingQueue<>();
      SerfStream unused = client.stream("user:config_updated", heard::add);
      Map<String, String> set =
          Map.of(
              "ETCD_WATCH_ACTION", "set",
              "ETCD_WATCH_KEY", "/config/shop/a",
              "ETCD_WATCH_VALUE", "{\"x\":1}",
              "ETCD_WATCH_MODIFIED_INDEX", "12",
              "SERF_RPC_ADDR", serf.address().toString());
      assertThat(run(set, "--via", "serf", "--prefix", "/config")).isEqualTo(ExitStatus.CLEAN);
      assertThat(out).hasToString("propagated\n");
      assertThat(heard.poll(10, TimeUnit.SECONDS))
          .isInstanceOfSatisfying(
              UserEvent.class,
              event ->
                  assertThat(event.payload())
                      .asString(StandardCharsets.UTF_8)
                      .isEqualTo("{\"p\":\"shop\",\"k\":\"a\",\"v\":12,\"c\":{\"x\":1}}"));
    }
  }

  @Test
  void everythingElseIsIgnoredWithAReason() {
    for (String key : new String[] {"/shop", "/a/b/c", "/../etc", "/a/b;touch x", "/a/\\n"}) {
      assertThat(run(put(key, "{}"), "--via", "serf")).isEqualTo(ExitStatus.CLEAN);
    }
    assertThat(run(put("/shop/a", "x"), "--via", "serf")).isEqualTo(ExitStatus.CLEAN);
    String long499 = "{\"x\":\"" + "y".repeat(460) + "\"}";
    assertThat(run(put("/shop/a", long499), "--via", "serf")).isEqualTo(ExitStatus.CLEAN);
    assertThat(out).hasToString("ignored\n".repeat(7));
    assertThat(err.toString())
        .hasLineCount(7)
        .contains("emperor: key '/shop': is no key of the form /PRODUCT/KEY; name it so")
        .contains("1 too many for a serf event");
  }

  @Test
  void whatCantBeSentIsNeither() {
    assertThat(run(put("/shop/a", "{}"), "--via", "serf", "--serf", "127.0.0.1:1"))
        .isEqualTo(ExitStatus.FAILED);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString())
        .startsWith("emperor: the serf agent at 127.0.0.1:1 can't be reached")
        .hasLineCount(1);
  }

  @Test
  void whoRunsItByHandIsTold() {
    assertThat(run(Map.of())).isEqualTo(ExitStatus.WRONG_WORDS);
    assertThat(err.toString())
        .contains("run etcdctl watch --prefix / -- emperor etcd-event")
        .contains("Try 'emperor --help'");
  }
}
