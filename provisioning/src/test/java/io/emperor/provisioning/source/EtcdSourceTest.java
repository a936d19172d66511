package io.emperor.provisioning.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read of a real etcd, and of servers that are not well. */
class EtcdSourceTest {

  private static final Duration SOON = Duration.ofSeconds(2);

  @TempDir Path directory;

  private final HeardSource heard = new HeardSource();
  private final List<EtcdSource> opened = new ArrayList<>();

  @AfterEach
  void end() {
    opened.forEach(EtcdSource::close);
  }

  private EtcdSource open(String url) {
    return open(new EtcdSource(url, true));
  }

  private EtcdSource open(EtcdSource source) {
    opened.add(source);
    source.open(heard);
    return source;
  }

  private void hears(String what) {
    Waiting.until(what, () -> heard.last().contains(what));
  }

  private void hearsSoon(String what) {
    long begin = System.nanoTime();
    hears(what);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(SOON);
  }

  @Test
  void keysComeChangeAndGo() throws Exception {
    try (EtcdProcess etcd = EtcdProcess.start(directory)) {
      etcd.put("shop/mysql/host", "a\n\0b");
      etcd.put("shopping", "x");
      EtcdSource source = open(etcd.url("/shop"));
      assertThat(source.isText()).isTrue();
      hears("{\"mysql\":{\"host\":\"a\\n\\u0000b\"}}");
      etcd.put("shop/empty", "");
      hearsSoon("{\"empty\":\"\",\"mysql\"");
      etcd.put("shop/mysql/host", "c");
      hearsSoon("\"host\":\"c\"");
      etcd.delete("shop/empty");
      hearsSoon("{\"mysql\":{\"host\":\"c\"}}");
      etcd.delete("shop/mysql/host");
      hearsSoon("{}");
      source.close();
      int told = heard.all().size();
      etcd.put("shop/late", "x");
      Waiting.until("its thread ends", () -> !isAlive());
      assertThat(heard.all()).hasSize(told);
    }
  }

  private static boolean isAlive() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().startsWith("etcd-source"));
  }

  @Test
  void thereMayBeNoPrefixAndKeysMayBeginWithASlash() throws Exception {
    try (EtcdProcess etcd = EtcdProcess.start(directory)) {
      etcd.put("/shop/a", "1");
      etcd.put("b", "2");
      open(etcd.url(""));
      hears("{\"shop\":{\"a\":\"1\"},\"b\":\"2\"}");
      open(etcd.url("//shop/"));
      hears("{\"a\":\"1\"}");
    }
  }

  @Test
  void anEtcdThatIsAwayIsToldOnceAndWhenItIsBackThingsGoOn() throws Exception {
    try (EtcdProcess etcd = EtcdProcess.start(directory)) {
      etcd.put("shop/a", "1");
      open(etcd.url("/shop/"));
      hears("{\"a\":\"1\"}");
      etcd.kill();
      hearsSoon("does not answer (");
      etcd.restart();
      hearsSoon("{\"a\":\"1\"}");
      etcd.put("shop/a", "2");
      hearsSoon("{\"a\":\"2\"}");
      assertThat(heard.all().stream().filter(told -> !told.startsWith("{"))).hasSize(1);
    }
  }

  @Test
  void anEtcdThatComesLaterIsRead() throws Exception {
    try (EtcdProcess etcd = EtcdProcess.start(directory)) {
      etcd.kill();
      open(etcd.url("/shop/"));
      hears("does not answer (java.net.ConnectException");
      etcd.restart();
      hearsSoon("{}");
      assertThat(heard.all()).hasSize(2);
    }
  }

  @Test
  void historyMayBeCompactedMeanwhile() throws Exception {
    try (EtcdProcess etcd = EtcdProcess.start(directory)) {
      open(etcd.url("/shop/"));
      hears("{}");
      for (int i = 0; i < 50; i++) {
        etcd.put("shop/a", "v" + i);
      }
      etcd.call("/v3/kv/compaction", "{\"revision\":\"45\",\"physical\":true}");
      etcd.put("shop/a", "last");
      hears("{\"a\":\"last\"}");
    }
  }

  @Test
  void aWatchWhoseHistoryIsGoneIsAReasonToReadAgain() {
    try (ScriptedEtcd etcd = new ScriptedEtcd()) {
      etcd.watch =
          ScriptedEtcd.CREATED + "{\"result\":{\"canceled\":true,\"compact_revision\":\"9\"}}\n";
      open(etcd.url("/"));
      Waiting.until("it reads again", () -> etcd.count("/v3/kv/range") > 2);
      assertThat(heard.last()).isEqualTo("{\"a\":\"1\"}");
    }
  }

  @Test
  void aWatchThatEndsAtOnceIsNoReasonToAskWithoutRest() {
    try (ScriptedEtcd etcd = new ScriptedEtcd()) {
      etcd.watchesHang = false;
      open(etcd.url("/"));
      hears("{\"a\":\"1\"}");
      etcd.range = ScriptedEtcd.range("a", "2");
      hearsSoon("{\"a\":\"2\"}");
      assertThat(etcd.count("/v3/kv/range")).isLessThan(6);
    }
  }

  @Test
  void aConnectionThatIsDeadAndDoesNotKnowItHidesNothingForLong() {
    try (ScriptedEtcd etcd = new ScriptedEtcd()) {
      open(new EtcdSource(etcd.url("/"), true, Duration.ofMillis(500)));
      hears("{\"a\":\"1\"}");
      etcd.range = ScriptedEtcd.range("a", "2");
      hears("{\"a\":\"2\"}");
    }
  }

  @Test
  void anEtcdWithoutALeaderIsToldInItsOwnWords() {
    try (ScriptedEtcd etcd = new ScriptedEtcd()) {
      etcd.status = 503;
      etcd.range = "{\"error\":\"x\",\"code\":14,\"message\":\"etcdserver: no leader\"}";
      open(etcd.url("/"));
      hears("says status 503: etcdserver: no leader");
      etcd.status = 200;
      etcd.range = ScriptedEtcd.range("a", "1");
      hearsSoon("{\"a\":\"1\"}");
    }
  }

  @Test
  void aServerThatKnowsVersionTwoAloneIsTold() {
    try (ScriptedEtcd etcd = new ScriptedEtcd()) {
      etcd.status = 404;
      etcd.range = "404 page not found\n";
      open(etcd.url("/"));
      hears("has no version 3 of the API (status 404); etcd 3.4 or newer is needed");
    }
  }

  @Test
  void somebodyElsesAnswersAreNotBelieved() {
    try (ScriptedEtcd etcd = new ScriptedEtcd()) {
      for (String answer :
          List.of(
              "<html>hunter2</html>",
              "[]",
              "{\"kvs\":[{\"key\":\"!hunter2!\",\"value\":\"eA==\"}]}",
              "{\"kvs\":[{\"key\":[],\"value\":7}]}")) {
        etcd.range = answer;
        int told = heard.all().size();
        EtcdSource source = open(etcd.url("/"));
        Waiting.until("something is told", () -> heard.all().size() > told);
        source.close();
      }
      assertThat(heard.all()).containsOnly("answers what can't be read; is it an etcd?");
    }
  }

  @Test
  void anAnswerThatStopsInItsMiddleIsGivenUp() {
    try (ScriptedEtcd etcd = new ScriptedEtcd()) {
      etcd.rangesHang = true;
      open(etcd.url("/"));
      hears("does not answer within 5 s");
      etcd.rangesHang = false;
      hears("{\"a\":\"1\"}");
    }
  }

  @Test
  void anAnswerWithoutAnEndIsGivenUp() {
    try (ScriptedEtcd etcd = new ScriptedEtcd()) {
      etcd.range = "{\"x\":\"" + "y".repeat(65 << 20) + "\"}";
      open(etcd.url("/"));
      hears("has more than 64 MiB below the prefix; name a longer one");
    }
  }

  @Test
  void aServerThatSpeaksNoTlsIsTold() throws IOException {
    try (EtcdProcess etcd = EtcdProcess.start(directory)) {
      open(etcd.url("/").replace("http:", "https:"));
      hears("does not answer (javax.net.ssl.SSL");
    }
  }

  @Test
  void aKeyThatIsBothAValueAndAFolderIsNamedAndWhatWasBeforeCountsOn() throws Exception {
    try (EtcdProcess etcd = EtcdProcess.start(directory)) {
      etcd.put("shop/a", "hunter2");
      open(etcd.url("/shop/"));
      hears("{\"a\":\"hunter2\"}");
      etcd.put("shop/a/b", "hunter2");
      hears("can't be used: key shop/a is both a value and a folder, by shop/a and shop/a/b");
      etcd.delete("shop/a/b");
      hearsSoon("{\"a\":\"hunter2\"}");
      etcd.put("shop/a", new byte[] {(byte) 0xff});
      hears("can't be used: key shop/a has a value that is no UTF-8");
    }
  }

  @Test
  void aUserIsAskedForAPasswordWhichNobodySees() throws Exception {
    try (EtcdProcess etcd = EtcdProcess.start(directory)) {
      etcd.put("shop/a", "1");
      etcd.call("/v3/auth/user/add", "{\"name\":\"root\",\"password\":\"hunter2\"}");
      etcd.call("/v3/auth/user/grant", "{\"user\":\"root\",\"role\":\"root\"}");
      etcd.call("/v3/auth/enable", "{}");
      open(etcd.url("/shop/"));
      hears("says status 4");
      open(etcd.url("/shop/").replace("//", "//root:wrong@"));
      hears("authentication failed, invalid user ID or password");
      open(etcd.url("/shop/").replace("//", "//root:hunter2@"));
      hears("{\"a\":\"1\"}");
      assertThat(heard.all().toString()).doesNotContain("hunter2").doesNotContain("wrong");
    }
  }

  @Test
  void aTokenThatIsTooOldIsRenewedWithoutAWord() throws Exception {
    try (EtcdProcess etcd = EtcdProcess.start(directory)) {
      etcd.put("shop/a", "1");
      etcd.call("/v3/auth/user/add", "{\"name\":\"root\",\"password\":\"hunter2\"}");
      etcd.call("/v3/auth/user/grant", "{\"user\":\"root\",\"role\":\"root\"}");
      etcd.call("/v3/auth/enable", "{}");
      EtcdClient client =
          new EtcdClient(EtcdAddress.of(etcd.url("/shop/").replace("//", "//root:hunter2@")));
      assertThat(client.range().keys()).hasSize(1);
      etcd.kill();
      etcd.restartWithoutWaiting();
      Waiting.until("it answers again", () -> size(client) == 1);
    }
  }

  private static int size(EtcdClient client) {
    try {
      return client.range().keys().size();
    } catch (EtcdFailure e) {
      assertThat(e.isAway()).as(e.why()).isTrue();
      return 0;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void tenThousandKeysAreThereWithinThreeSeconds() throws Exception {
    try (EtcdProcess etcd = EtcdProcess.start(directory)) {
      for (int i = 0; i < 10_000; i += 100) {
        etcd.putAll("many/", i, i + 100);
      }
      long begin = System.nanoTime();
      open(etcd.url("/many/"));
      hears("\"09999\"");
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
    }
  }
}
