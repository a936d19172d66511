package io.emperor.provisioning.update;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.provisioning.database.LogLines;
import io.emperor.provisioning.source.Cluster;
import io.emperor.provisioning.source.EtcdProcess;
import io.emperor.provisioning.source.FakeCluster;
import io.emperor.provisioning.source.Waiting;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of keys: by hand, and of a real etcd. Consul's are told of where the bridge is. */
class DistributionTest {

  @TempDir Path directory;

  private final FakeCluster cluster = new FakeCluster();
  private final List<String> sent = new CopyOnWriteArrayList<>();
  private final LogLines log = new LogLines();
  private volatile String refused = "";
  private Distribution distribution;

  @BeforeEach
  void begin() {
    distribution = Distribution.ofConsul(cluster, "/config", Carrier.SERF_EVENT, this::publish);
    distribution.begin();
  }

  @AfterEach
  void end() {
    distribution.close();
    log.close();
  }

  private void publish(ConfigUpdate update) {
    if (refused.equals("all") || refused.equals(update.key())) {
      throw new UpdateException("the agent does not answer; start it");
    }
    sent.add(update.name() + " " + update.version() + " " + update.config());
  }

  private void has(Cluster.Key... keys) {
    cluster.below("config/").now(List.of(keys));
  }

  private static Cluster.Key key(String path, @Nullable String value, long index) {
    return new Cluster.Key("config/" + path, value, index);
  }

  private void sends(String... all) {
    Waiting.until(List.of(all) + " but " + sent, () -> sent.size() >= all.length);
    assertThat(sent).containsExactly(all);
  }

  private long warnings(String text) {
    return log.lines().stream().filter(line -> line.contains(text)).count();
  }

  @Test
  void aKeyIsSentWhenItIsSeenAndWhenItHasChanged() {
    has(key("shop/b", "{\"x\": 1}\n", 7), key("shop/a", "{}", 9));
    sends("shop/a 9 {}", "shop/b 7 {\"x\":1}");
    has(key("shop/b", "{\"x\": 1}\n", 7), key("shop/a", "{\"y\":2}", 12));
    has(key("shop/a", "{\"y\":2}", 12));
    has(key("shop/a", "{\"y\":2}", 12), key("shop/b", "{}", 15));
    sends("shop/a 9 {}", "shop/b 7 {\"x\":1}", "shop/a 12 {\"y\":2}", "shop/b 15 {}");
  }

  @Test
  void allAreSentOnceMoreForWhoCameLater() {
    has(key("shop/a", "{}", 1), key("shop/b", "{}", 2));
    sends("shop/a 1 {}", "shop/b 2 {}");
    distribution.again();
    sends("shop/a 1 {}", "shop/b 2 {}", "shop/a 1 {}", "shop/b 2 {}");
  }

  @Test
  void whatCanBeNoUpdateIsLeftOutWithOneWarningUntilItChanges() {
    Cluster.Key[] wrong = {
      key("", "", 1),
      key("shop/", "", 1),
      key("deep/a/b", "{}", 1),
      key("flat", "{}", 1),
      key("/a", "{}", 1),
      key("shop//a", "{}", 1),
      key("shop/.a", "{}", 1),
      key("shop/a;touch x", "{}", 1),
      key("shop/a\u202e\nFATAL", "{}", 1),
      key("../etc", "{}", 1),
      key("shop/text", "hunter2", 1),
      key("shop/array", "[\"hunter2\"]", 1),
      key("shop/bytes", null, 1),
      key("shop/long", "{\"x\":\"" + "y".repeat(500) + "\"}", 1),
      key("shop/right", "{}", 1)
    };
    has(wrong);
    sends("shop/right 1 {}");
    has(wrong);
    wrong[13] = key("shop/long", "{\"x\":\"" + "y".repeat(501) + "\"}", 3);
    wrong[14] = key("shop/right", "{}", 3);
    has(wrong);
    sends("shop/right 1 {}", "shop/right 3 {}");
    assertThat(warnings("it is left out until it changes")).isEqualTo(13);
    assertThat(warnings("key config/shop/long: ")).isEqualTo(2);
    assertThat(warnings("has 543 bytes of payload, 45 too many for a serf event")).isEqualTo(1);
    assertThat(warnings("has 543 bytes of payload, 45 too many for a serf event")).isEqualTo(1);
    assertThat(warnings("is no key of the form config/PRODUCT/KEY; name it so")).isEqualTo(4);
    assertThat(log.lines()).noneMatch(line -> line.contains("hunter2") || line.contains("\n"));
  }

  @Test
  void manyOfThemAreCounted() {
    has(
        IntStream.range(0, 1000)
            .mapToObj(i -> key("flat" + i, "{}", 1))
            .toArray(Cluster.Key[]::new));
    Waiting.until("the last line", () -> warnings("980 more keys are left out") == 1);
    assertThat(warnings("until it changes")).isEqualTo(20);
  }

  @Test
  void whatCantBeSentIsSentLaterAndHoldsNothingUp() {
    refused = "a";
    has(key("shop/a", "{}", 1), key("shop/b", "{}", 2), key("shop/c", "{}", 3));
    sends("shop/b 2 {}", "shop/c 3 {}");
    refused = "";
    sends("shop/b 2 {}", "shop/c 3 {}", "shop/a 1 {}");
    Waiting.until("the end is told", () -> warnings("all keys are sent") == 1);
    assertThat(warnings("shop/a can't be sent, and is sent later: the agent does not answer"))
        .isEqualTo(1);
  }

  @Test
  void whatChangesMeanwhileIsSentAsItIsThen() {
    refused = "all";
    has(key("shop/a", "{}", 1), key("shop/b", "{}", 2));
    Waiting.until("it has failed", () -> warnings("can't be sent") == 1);
    has(key("shop/a", "{\"x\":1}", 5));
    refused = "";
    sends("shop/a 5 {\"x\":1}");
  }

  @Test
  void fiftyKeysGoAtOnceAndThousandWithoutHaste() {
    Cluster.Key[] fifty =
        IntStream.range(0, 50)
            .mapToObj(i -> key("shop/k" + i, "{}", 1))
            .toArray(Cluster.Key[]::new);
    has(fifty);
    Waiting.until("all fifty", () -> sent.size() == 50);
    assertThat(sent).doesNotHaveDuplicates();
    distribution.again();
    distribution.again();
    Waiting.until("all once more", () -> sent.size() == 100);
  }

  @Test
  void aStoreThatIsAwayIsToldOnceAndWhenItIsBack() {
    has(key("shop/a", "{}", 1));
    sends("shop/a 1 {}");
    cluster.below("config/").fails("no agent answers\nFATAL");
    has(key("shop/a", "{}", 1), key("shop/b", "{}", 2));
    sends("shop/a 1 {}", "shop/b 2 {}");
    assertThat(log.lines())
        .contains(
            "consul config/: no agent answers FATAL; what is known of it is distributed on",
            "consul config/ can be read again");
  }

  @Test
  void nothingIsSentOnceItIsClosed() {
    var answers = cluster.below("config/");
    distribution.close();
    distribution.close();
    assertThat(cluster.keys()).isEmpty();
    answers.now(List.of(key("shop/a", "{}", 1)));
    distribution.again();
    assertThat(sent).isEmpty();
  }

  @Test
  void theKeysOfEtcdHaveItsRevision() throws Exception {
    try (EtcdProcess etcd = EtcdProcess.start(directory)) {
      etcd.put("/config/shop/a", "{\"x\":1}");
      etcd.put("/config/shop/b", "no json");
      etcd.put("/other/shop/c", "{}");
      try (Distribution ofEtcd =
          Distribution.ofEtcd(etcd.url("//config"), Carrier.SERF_EVENT, this::publish)) {
        ofEtcd.begin();
        sends("shop/a 2 {\"x\":1}");
        etcd.put("/config/shop/b", "{}");
        sends("shop/a 2 {\"x\":1}", "shop/b 5 {}");
        etcd.kill();
        etcd.restart();
        etcd.put("/config/shop/a", "{}");
        sends("shop/a 2 {\"x\":1}", "shop/b 5 {}", "shop/a 6 {}");
      }
    }
  }
}
