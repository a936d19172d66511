package io.emperor.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emperor.api.ConsulException;
import io.emperor.api.ConsulException.Applied;
import io.emperor.api.KeyValue;
import io.emperor.consul.ScriptedAgent.Said;
import io.emperor.consul.app.AppConsul;
import io.emperor.consul.app.EntriesBelow;
import io.emperor.consul.app.EntryAt;
import io.emperor.consul.app.InstancesOf;
import io.emperor.consul.settings.AgentSettings;
import io.emperor.consul.settings.ConsistencyMode;
import io.emperor.consul.settings.TlsSettings;
import io.emperor.consul.settings.TokenSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reads in mode {@code stale} from local views, against a scripted agent. */
class StaleReadTest {

  private final ScriptedAgent agent = new ScriptedAgent();
  private final MovableClock clock = new MovableClock();
  private final ConsulBridge bridge = bridge(ConsistencyMode.STALE);
  private final AppConsul consul = bridge.appConsul("demo");

  private ConsulBridge bridge(ConsistencyMode mode) {
    AgentSettings settings =
        new AgentSettings(
            List.of(agent.address()), mode, TokenSource.none(), TlsSettings.defaults(), null);
    return new ConsulBridge(settings, "test", false, Unmetered.by(clock));
  }

  @AfterEach
  void close() {
    consul.close();
    bridge.close();
    agent.close();
  }

  private String text() {
    return consul.get("k").map(KeyValue::text).orElse("none");
  }

  /** Reads until a view answers: from then on nobody asks but the view. */
  private void awaitView() {
    Await.until("a view answers", () -> consul.get("k").isPresent() && isLive());
  }

  private boolean isLive() {
    return !consul.age().isZero();
  }

  private int direct() {
    return (int)
        agent.seen().stream().filter(asked -> asked.uri().equals("/v1/kv/k?stale")).count();
  }

  @Test
  void theFirstReadIsConsulsAndTheNextAreTheViews() throws Exception {
    assertThat(consul.age()).isZero();
    assertThat(text()).isEqualTo("first");
    assertThat(consul.age()).isZero();
    awaitView();
    Await.until("the view waits", () -> agent.seen().stream().anyMatch(a -> a.blocking()));
    int before = agent.seen().size();
    for (int i = 0; i < 1000; i++) {
      assertThat(text()).isEqualTo("first");
    }
    assertThat(agent.seen()).hasSize(before);
    agent.says(Said.value("11", "second"));
    Await.until("the view follows", () -> text().equals("second"));
    assertThat(consul.age()).isPositive().isLessThan(Duration.ofSeconds(5));
    assertThat(consul.get("other")).isPresent();
    assertThat(consul.age()).isZero();
    Duration[] elsewhere = new Duration[1];
    Thread other = new Thread(() -> elsewhere[0] = consul.age());
    other.start();
    other.join(5000);
    assertThat(elsewhere[0]).isZero();
  }

  @Test
  void otherModesAskConsulEachTime() {
    try (ConsulBridge fresh = bridge(ConsistencyMode.DEFAULT);
        AppConsul app = fresh.appConsul("fresh")) {
      for (int i = 0; i < 20; i++) {
        assertThat(app.get("k")).isPresent();
        assertThat(app.age()).isZero();
      }
    }
    assertThat(agent.seen()).hasSize(20).noneMatch(asked -> asked.blocking());
  }

  @Test
  void theViewSurvivesAnOutageAndSaysHowOldItIs() {
    awaitView();
    agent.says(Said.failing(500, "No cluster leader"));
    Await.until("it fails", () -> agent.seen().size() > 4);
    clock.move(Duration.ofMinutes(10));
    assertThat(text()).isEqualTo("first");
    assertThat(consul.age()).isGreaterThan(Duration.ofMinutes(10));
    int before = agent.seen().size();
    Await.until("it is asked on", () -> agent.seen().size() > before + 1);
    assertThat(text()).isEqualTo("first");
    agent.says(Said.value("12", "second"));
    Await.until("it is up to date", () -> text().equals("second"));
    assertThat(consul.age()).isLessThan(Duration.ofSeconds(3));
  }

  @Test
  void whatWasNeverKnownIsAFailure() {
    agent.says(Said.failing(500, "No cluster leader"));
    assertThatThrownBy(this::text).isInstanceOf(ConsulException.class);
    assertThatThrownBy(() -> consul.get("/k")).isInstanceOf(ConsulException.class);
    assertThat(consul.age()).isZero();
    agent.says(Said.value("10", "first"));
    awaitView();
  }

  @Test
  void aViewThatNobodyReadsIsCancelled() throws Exception {
    awaitView();
    Await.until("the view waits", () -> agent.seen().stream().anyMatch(a -> a.blocking()));
    long open = Connections.to(agent.port());
    Callable<Boolean> waits = () -> Connections.to(agent.port()) >= open;
    Await.holdsFor(Duration.ofMillis(500), "it waits", waits);
    clock.move(Duration.ofSeconds(50));
    Await.holdsFor(Duration.ofMillis(500), "it waits", waits);
    clock.move(Duration.ofSeconds(11));
    Await.until("it ends", () -> Connections.to(agent.port()) < open);
    int before = direct();
    assertThat(text()).isEqualTo("first");
    assertThat(direct()).isGreaterThan(before);
  }

  private void ownWriteShows(int round, Runnable write) {
    Said before = Said.value(round + "0", "before");
    Said written = Said.value(round + "1", "written " + round);
    agent.says(before);
    Await.until("the view has it", () -> text().equals("before") && isLive());
    // Servers that lag behind go on to say what was; the leader knows the write.
    agent.says(asked -> asked.uri().equals("/v1/kv/k") || asked.consistent() ? written : before);
    perform(write);
    assertThat(text()).isEqualTo("written " + round);
    awaitView();
    assertThat(text()).isEqualTo("written " + round);
  }

  @Test
  void anAppReadsWhatItWrote() {
    ownWriteShows(1, () -> consul.set("k", "written"));
    ownWriteShows(2, () -> consul.del("k"));
    ownWriteShows(3, () -> consul.del("k", 5));
    ownWriteShows(4, () -> consul.del("k", true, null));
  }

  @Test
  void aWriteThatSurelyDidNotHappenOutdatesNothing() {
    awaitView();
    assertThatThrownBy(() -> consul.set("k", "v", null, 1L, "session", null))
        .isInstanceOf(ConsulException.class);
    assertThat(text()).isEqualTo("first");
    assertThat(isLive()).isTrue();
  }

  /** The scripted agent answers a write with an entry: nobody knows then whether it happened. */
  private static void perform(Runnable write) {
    try {
      write.run();
    } catch (ConsulException e) {
      assertThat(e.applied()).isNotEqualTo(Applied.NO);
    }
  }

  @Test
  void writesTouchTheKeyItsPrefixesAndWithRecurseWhatIsBelow() {
    assertThat(new EntryAt("a/b", "dc").isTouchedBy("a/b", false)).isTrue();
    assertThat(new EntryAt("a/b", null).isTouchedBy("a", false)).isFalse();
    assertThat(new EntryAt("a/b", null).isTouchedBy("a", true)).isTrue();
    assertThat(new EntryAt("a", null).isTouchedBy("a/b", true)).isFalse();
    assertThat(new EntriesBelow("a").isTouchedBy("a/b", false)).isTrue();
    assertThat(new EntriesBelow("a/b").isTouchedBy("a", false)).isFalse();
    assertThat(new EntriesBelow("a/b").isTouchedBy("a", true)).isTrue();
    assertThat(new EntriesBelow("").isTouchedBy("x", false)).isTrue();
    assertThat(new InstancesOf(null, "a", null).isTouchedBy("a", true)).isFalse();
  }

  @Test
  void sixtyFourViewsAreKept() {
    awaitView();
    for (int i = 0; i < 70; i++) {
      String key = "other/" + i;
      clock.move(Duration.ofSeconds(2));
      assertThat(consul.get(key)).isPresent();
      Await.until("a view answers", () -> consul.get(key).isPresent() && isLive());
      if (i < 66) {
        assertThat(text()).isEqualTo("first");
        assertThat(isLive()).as("the one that is read stays, at %d", i).isTrue();
      }
    }
    assertThat(consul.get("other/69")).isPresent();
    assertThat(isLive()).isTrue();
    assertThat(consul.get("other/0")).isPresent();
    assertThat(isLive()).as("the one that was read longest ago went").isFalse();
    long open = Connections.to(agent.port());
    assertThat(open).isLessThanOrEqualTo(48 + 3);
  }

  @Test
  void anOutagePushesNoKnownAnswerOut() {
    awaitView();
    for (int i = 0; i < 63; i++) {
      assertThat(consul.get("other/" + i)).isPresent();
    }
    Await.until(
        "all are known",
        () -> {
          for (int i = 0; i < 63; i++) {
            assertThat(consul.get("other/" + i)).isPresent();
            assertThat(isLive()).isTrue();
          }
          return true;
        });
    int before = agent.seen().size();
    agent.says(Said.failing(500, ""));
    Await.until(
        "each has failed",
        () ->
            agent.seen().stream()
                    .skip(before)
                    .map(asked -> asked.uri().replaceAll("[?].*", ""))
                    .distinct()
                    .count()
                >= 64);
    for (int i = 0; i < 70; i++) {
      String key = "new/" + i;
      clock.move(Duration.ofSeconds(2));
      assertThatThrownBy(() -> consul.get(key)).isInstanceOf(ConsulException.class);
    }
    assertThat(text()).isEqualTo("first");
    for (int i = 0; i < 63; i++) {
      assertThat(consul.get("other/" + i)).isPresent();
    }
  }
}
