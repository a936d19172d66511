package io.emperor.consul.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.api.KeyValue;
import io.emperor.api.Watch;
import io.emperor.consul.Await;
import io.emperor.consul.Connections;
import io.emperor.consul.ConsulBridge;
import io.emperor.consul.MovableClock;
import io.emperor.consul.ScriptedAgent;
import io.emperor.consul.ScriptedAgent.Said;
import io.emperor.consul.Unmetered;
import io.emperor.consul.app.AppConsul;
import io.emperor.consul.settings.AgentSettings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a live query makes of answers, good and bad. */
class BlockingQueryTest {

  private final ScriptedAgent agent = new ScriptedAgent();
  private final MovableClock clock = new MovableClock();
  private final ConsulBridge bridge =
      new ConsulBridge(AgentSettings.of(agent.address()), "test", false, Unmetered.by(clock));
  private final AppConsul consul = bridge.appConsul("demo");
  private final List<String> told = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    consul.close();
    bridge.close();
    agent.close();
  }

  private Watch watch() {
    Watch watch = consul.watchKey("k", entry -> told.add(entry.map(KeyValue::text).orElse("")));
    Await.until("the first value is told", () -> told.equals(List.of("first")));
    return watch;
  }

  private void awaitTold(String... values) {
    Await.until("told " + List.of(values), () -> told.equals(List.of(values)));
  }

  private void staysTold(String... values) throws Exception {
    Await.holdsFor(
        Duration.ofMillis(700), "told " + List.of(values), () -> told.equals(List.of(values)));
  }

  @Test
  void waitsForChangesWithTheIndexItHas() {
    try (Watch watch = watch()) {
      agent.says(Said.value("11", "second"));
      awaitTold("first", "second");
      assertThat(watch.age()).isLessThan(Duration.ofSeconds(2));
    }
    assertThat(agent.seen().get(0).blocking()).isFalse();
    assertThat(agent.seen().get(1).parameter("index")).isEqualTo("10");
    assertThat(agent.seen().get(1).parameter("wait")).isEqualTo("10000ms");
  }

  @Test
  void aKeyThatDoesNotExistIsAnAnswer() {
    try (Watch watch = watch()) {
      agent.says(new Said(404, "11", "true", "", 0));
      awaitTold("first", "");
      agent.says(Said.value("12", "back"));
      awaitTold("first", "", "back");
      assertThat(watch.age()).isLessThan(Duration.ofSeconds(2));
    }
  }

  @Test
  void anIndexThatMovesWithoutAChangeIsNoNews() throws Exception {
    try (Watch watch = watch()) {
      agent.says(Said.value("11", "first"));
      Await.until(
          "it waits at the new index",
          () -> agent.seen().stream().anyMatch(asked -> asked.parameter("index").equals("11")));
      staysTold("first");
      assertThat(watch.age()).isLessThan(Duration.ofSeconds(3));
    }
  }

  @Test
  void aServerThatLagsBehindTakesNothingBack() throws Exception {
    agent.says(Said.value("100", "first"));
    try (Watch watch = watch()) {
      agent.says(asked -> asked.consistent() ? Said.value("100", "first") : Said.value("5", "old"));
      Await.until(
          "the leader is asked", () -> agent.seen().stream().anyMatch(asked -> asked.consistent()));
      staysTold("first");
      assertThat(watch.age()).isLessThan(Duration.ofSeconds(3));
    }
  }

  @Test
  void aLowerIndexWithoutALeaderToConfirmItChangesNothing() throws Exception {
    agent.says(Said.value("100", "first"));
    try (Watch watch = watch()) {
      agent.says(
          asked ->
              asked.consistent()
                  ? Said.failing(500, "No cluster leader")
                  : Said.value("5", "old").knownLeader(""));
      Await.until(
          "the leader is asked", () -> agent.seen().stream().anyMatch(asked -> asked.consistent()));
      clock.move(Duration.ofSeconds(60));
      staysTold("first");
      assertThat(watch.age()).isGreaterThan(Duration.ofSeconds(60));
    }
  }

  @Test
  void aWipedClusterIsBelievedWhenItsLeaderConfirms() {
    agent.says(Said.value("100", "first"));
    try (Watch watch = watch()) {
      agent.says(Said.value("5", "wiped"));
      awaitTold("first", "wiped");
      assertThat(agent.seen().stream().filter(asked -> asked.consistent()))
          .isNotEmpty()
          .allMatch(asked -> !asked.blocking());
      agent.says(Said.value("6", "new"));
      awaitTold("first", "wiped", "new");
      assertThat(watch.age()).isLessThan(Duration.ofSeconds(3));
    }
  }

  @Test
  void anAnswerWithoutALeaderIsNone() throws Exception {
    try (Watch watch = watch()) {
      agent.says(new Said(404, "11", "false", "", 0));
      staysTold("first");
      agent.says(new Said(200, "11", "false", "[]", 0));
      clock.move(Duration.ofSeconds(60));
      staysTold("first");
      assertThat(watch.age()).isGreaterThan(Duration.ofSeconds(60));
      agent.says(Said.value("12", "second").knownLeader(""));
      awaitTold("first", "second");
    }
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(
            "429", Said.failing(429, "Your IP is issuing too many concurrent connections")),
        Arguments.of("403", Said.failing(403, "Permission denied")),
        Arguments.of("500", Said.failing(500, "rpc error: No cluster leader")),
        Arguments.of("404 of a proxy", Said.failing(404, "no such page")),
        Arguments.of("302", Said.failing(302, "")),
        Arguments.of("cut", Said.value("11", "other").cut()),
        Arguments.of("half JSON", new Said(200, "11", "true", "[{\"Key\":", 0)),
        Arguments.of("HTML", new Said(200, "11", "true", "<html>", 0)),
        Arguments.of("null", new Said(200, "11", "true", "null", 0)),
        Arguments.of("null inside", new Said(200, "11", "true", "[null]", 0)),
        Arguments.of("nothing", new Said(200, "11", "true", "", 0)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failures")
  void theLastKnownValueSurvives(String name, Said failure) throws Exception {
    try (Watch watch = watch()) {
      agent.says(failure);
      int before = agent.seen().size();
      Await.until(name + " is seen twice", () -> agent.seen().size() > before + 1);
      clock.move(Duration.ofSeconds(60));
      assertThat(watch.age()).isGreaterThan(Duration.ofSeconds(60));
      assertThat(told).containsExactly("first");
      agent.says(Said.value("12", "second"));
      awaitTold("first", "second");
      assertThat(watch.age()).isLessThan(Duration.ofSeconds(3));
    }
  }

  @Test
  void aSilentAgentHasThreeSecondsForTheFirstAnswer() {
    agent.says(ScriptedAgent.SILENCE);
    try (Watch watch = consul.watchKey("k", entry -> told.add("told"))) {
      Await.within(Duration.ofSeconds(7), "it is asked again", () -> agent.seen().size() >= 2);
      agent.says(Said.value("10", "first"));
      awaitTold("told");
      assertThat(watch.age()).isLessThan(Duration.ofSeconds(3));
    }
  }

  @Test
  void anAgentWithoutIndexIsAskedTenTimesASecond() throws Exception {
    agent.says(Said.value("", "first"));
    try (Watch watch = watch()) {
      Await.holdsFor(Duration.ofSeconds(2), "it goes on", () -> true);
      assertThat(agent.seen()).hasSizeBetween(15, 38).noneMatch(asked -> asked.blocking());
      assertThat(watch.age()).isLessThan(Duration.ofSeconds(1));
    }
  }

  @Test
  void failuresAreRepeatedMoreAndMoreSlowly() throws Exception {
    agent.says(Said.failing(500, ""));
    try (Watch watch = consul.watchKey("k", entry -> told.add("told"))) {
      Await.holdsFor(Duration.ofSeconds(3), "nothing is told", told::isEmpty);
      assertThat(agent.seen()).hasSizeBetween(3, 9);
      assertThat(watch.age()).isGreaterThan(Duration.ofSeconds(2));
    }
  }

  @Test
  void aHundredListenersAreOneQueryWhichEndsWithTheLast() {
    List<Watch> watches =
        IntStream.range(0, 100).mapToObj(i -> consul.watchKey("k", e -> told.add("t"))).toList();
    Await.until("all are told", () -> told.size() == 100);
    agent.says(Said.value("11", "second"));
    Await.until("all are told again", () -> told.size() == 200);
    assertThat(agent.seen()).hasSizeLessThanOrEqualTo(3);
    Await.until("it waits for more", () -> agent.seen().size() == 3);
    assertThat(Connections.to(agent.port())).isEqualTo(1);
    watches.stream().skip(1).forEach(Watch::close);
    assertThat(Connections.to(agent.port())).isEqualTo(1);
    watches.get(0).close();
    Await.within(
        Duration.ofSeconds(2), "the request is cancelled", () -> Connections.to(agent.port()) == 0);
    assertThat(agent.seen()).hasSize(3);
  }

  @Test
  void closingTheBridgeCancelsWhatWaits() {
    Watch watch = watch();
    Await.until("it waits", () -> agent.seen().size() == 2);
    long begin = System.nanoTime();
    bridge.close();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
    Await.within(
        Duration.ofSeconds(20), "nothing is open", () -> Connections.to(agent.port()) == 0);
    watch.close();
    watch.close();
  }
}
