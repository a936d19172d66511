package io.emperor.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emperor.api.ConsulException;
import io.emperor.api.ServiceInstance;
import io.emperor.api.Watch;
import io.emperor.consul.ScriptedAgent.Asked;
import io.emperor.consul.ScriptedAgent.Said;
import io.emperor.consul.app.AppConsul;
import io.emperor.consul.settings.AgentAddress;
import io.emperor.consul.settings.AgentSettings;
import io.emperor.consul.settings.ConsistencyMode;
import io.emperor.consul.settings.TlsSettings;
import io.emperor.consul.settings.TokenSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What agents since 1.10 answer otherwise than 1.8 did. Above all they answer queries about health
 * that wait out of a view that a server fills, and say that they know no leader whenever they do.
 */
class NewerAgentTest {

  private final ScriptedAgent agent = new ScriptedAgent();
  private final MovableClock clock = new MovableClock();
  private final List<ConsulBridge> bridges = new ArrayList<>();
  private final List<String> told = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    bridges.forEach(ConsulBridge::close);
    agent.close();
  }

  private AppConsul consul(ConsistencyMode mode, AgentAddress... agents) {
    AgentSettings settings =
        new AgentSettings(List.of(agents), mode, TokenSource.none(), TlsSettings.defaults(), null);
    ConsulBridge bridge = new ConsulBridge(settings, "test", false, Unmetered.by(clock));
    bridges.add(bridge);
    return bridge.appConsul("demo");
  }

  private Watch watch(ConsistencyMode mode) {
    Watch watch =
        consul(mode, agent.address()).watchService("web", instances -> told.add(ids(instances)));
    Await.until("the first instances are told", () -> told.equals(List.of("first")));
    return watch;
  }

  private static String ids(List<ServiceInstance> instances) {
    return String.join(",", instances.stream().map(ServiceInstance::id).toList());
  }

  private void awaitTold(String... values) {
    Await.until("told " + List.of(values), () -> told.equals(List.of(values)));
  }

  /** An instance without a port, which newer agents leave out. */
  private static String instance(String id) {
    return """
        [{"Node": {"Node": "node-1", "Address": "127.0.0.1", "TaggedAddresses": {"lan": "127.0.0.1"}},
          "Service": {"ID": "%s", "Service": "web", "Tags": [], "Address": "", "Meta": null},
          "Checks": [{"CheckID": "serfHealth", "Status": "passing"}]}]
        """
        .formatted(id);
  }

  private static Said servers(String index, String id) {
    return new Said(200, index, "true", instance(id), 0)
        .with("X-Consul-Query-Backend", "blocking-query");
  }

  private static Said view(String index, String id) {
    return new Said(200, index, "false", instance(id), 0)
        .with("X-Consul-Query-Backend", "streaming");
  }

  /** An agent whose view and whose servers say different things. */
  private void says(Said view, Said servers) {
    agent.says(asked -> asked.blocking() ? view : servers);
  }

  @Test
  void whatAViewSaysWithoutALeaderIsAnAnswer() throws Exception {
    try (ScriptedAgent other = new ScriptedAgent()) {
      says(view("10", "first"), servers("10", "first"));
      AppConsul consul = consul(ConsistencyMode.DEFAULT, agent.address(), other.address());
      try (Watch watch = consul.watchService("web", instances -> told.add(ids(instances)))) {
        awaitTold("first");
        says(view("11", "second"), servers("11", "second"));
        awaitTold("first", "second");
        assertThat(watch.age()).isLessThan(Duration.ofSeconds(2));
        Await.until(
            "it waits for more",
            () -> agent.seen().stream().anyMatch(asked -> asked.parameter("index").equals("11")));
        assertThat(other.seen()).isEmpty();
      }
    }
  }

  @Test
  void anAgentOfTheServersThatKnowsNoLeaderHasNoAnswer() throws Exception {
    says(view("10", "first"), servers("10", "first"));
    try (Watch watch = watch(ConsistencyMode.DEFAULT)) {
      Said lost = servers("11", "other").knownLeader("false");
      says(lost, lost);
      clock.move(Duration.ofSeconds(60));
      Await.holdsFor(Duration.ofMillis(700), "the first stay", () -> told.equals(List.of("first")));
      assertThat(watch.age()).isGreaterThan(Duration.ofSeconds(60));
    }
  }

  @Test
  void aViewThatHangsIsNotBelievedForLong() {
    says(view("10", "first"), servers("10", "first"));
    try (Watch watch = watch(ConsistencyMode.DEFAULT)) {
      says(view("9", "first"), servers("20", "second"));
      awaitTold("first", "second");
      says(
          view("20", "second").with("X-Consul-Query-Backend", "streaming"), servers("30", "third"));
      clock.move(Duration.ofSeconds(10));
      Await.within(Duration.ofSeconds(15), "told third", () -> told.contains("third"));
      assertThat(told).containsExactly("first", "second", "third");
      assertThat(watch.age()).isLessThan(Duration.ofSeconds(12));
    }
  }

  @Test
  void aViewWithoutNewsDoesNotHideThatNobodyLeads() {
    says(view("10", "first"), servers("10", "first"));
    try (Watch watch = watch(ConsistencyMode.DEFAULT)) {
      says(view("10", "first"), Said.failing(500, "No cluster leader"));
      clock.move(Duration.ofSeconds(60));
      Await.within(
          Duration.ofSeconds(15),
          "the servers are asked",
          () -> agent.seen().stream().filter(asked -> !asked.blocking()).count() > 1);
      assertThat(watch.age()).isGreaterThan(Duration.ofSeconds(60));
      assertThat(told).containsExactly("first");
    }
  }

  @Test
  void anIndexThatDiffersFromTheServersDoesNotMakeItJump() throws Exception {
    says(view("40", "first"), servers("10", "first"));
    try (Watch watch = watch(ConsistencyMode.DEFAULT)) {
      clock.move(Duration.ofSeconds(10));
      Await.until(
          "it waits at the view's index",
          () -> agent.seen().stream().anyMatch(asked -> asked.parameter("index").equals("40")));
      says(view("41", "second"), servers("11", "second"));
      awaitTold("first", "second");
      Await.holdsFor(
          Duration.ofMillis(700), "that stays", () -> told.equals(List.of("first", "second")));
      assertThat(agent.seen()).hasSizeLessThan(12);
      assertThat(watch.age()).isLessThan(Duration.ofSeconds(12));
    }
  }

  @Test
  void whoAsksForTheLeadersWordGetsIt() {
    says(view("10", "first"), servers("10", "first"));
    try (Watch watch = watch(ConsistencyMode.CONSISTENT)) {
      says(view("11", "early"), servers("12", "second"));
      awaitTold("first", "second");
      assertThat(agent.seen()).allMatch(Asked::consistent);
      assertThat(watch.age()).isLessThan(Duration.ofSeconds(2));
    }
  }

  @Test
  void aServiceWithoutAPortIsRead() {
    AppConsul consul = consul(ConsistencyMode.DEFAULT, agent.address());
    agent.says(servers("10", "worker"));
    assertThat(consul.service("web")).singleElement().satisfies(NewerAgentTest::isAWorker);
    assertThat(consul.healthy("web")).singleElement().satisfies(NewerAgentTest::isAWorker);
  }

  private static void isAWorker(ServiceInstance instance) {
    assertThat(instance.id()).isEqualTo("worker");
    assertThat(instance.port()).isZero();
    assertThat(instance.address()).isEqualTo("127.0.0.1");
    assertThat(instance.meta()).isEmpty();
  }

  @Test
  void nothingOfWhatTheTokenMayNotSeeIsNotNothing() throws Exception {
    says(view("10", "first"), servers("10", "first"));
    try (Watch watch = watch(ConsistencyMode.DEFAULT)) {
      agent.says(
          new Said(200, "11", "true", "[]", 0).with("X-Consul-Results-Filtered-By-ACLs", "true"));
      clock.move(Duration.ofSeconds(60));
      Await.holdsFor(Duration.ofMillis(700), "the first stay", () -> told.equals(List.of("first")));
      assertThat(watch.age()).isGreaterThan(Duration.ofSeconds(60));
      AppConsul consul = consul(ConsistencyMode.DEFAULT, agent.address());
      assertThatThrownBy(() -> consul.service("web"))
          .isInstanceOfSatisfying(
              ConsulException.class,
              e -> assertThat(e.kind()).isEqualTo(ConsulException.Kind.FORBIDDEN))
          .hasMessageContaining("check the token and its policies");
    }
  }

  @Test
  void whatIsLeftOfAFilteredListIsAnAnswer() {
    agent.says(servers("10", "mine").with("X-Consul-Results-Filtered-By-ACLs", "true"));
    AppConsul consul = consul(ConsistencyMode.DEFAULT, agent.address());
    assertThat(ids(consul.service("web"))).isEqualTo("mine");
  }

  @Test
  void aKeyThatAnAgentRefusesIsNobodysFault() throws Exception {
    Said refusal =
        Said.failing(500, "invalid key name, keys should respect the \"^[a-z]+$\" format");
    try (ScriptedAgent other = new ScriptedAgent()) {
      agent.says(refusal);
      AppConsul consul = consul(ConsistencyMode.DEFAULT, agent.address(), other.address());
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> consul.get("a:b"))
            .isInstanceOfSatisfying(
                ConsulException.class,
                e -> assertThat(e.kind()).isEqualTo(ConsulException.Kind.INVALID))
            .hasMessageContaining("invalid key name");
      }
      assertThat(agent.seen()).hasSize(2);
      assertThat(other.seen()).isEmpty();
    }
  }

  @Test
  void aNullInPlaceOfAnInstanceIsUnreadable() {
    AppConsul consul = consul(ConsistencyMode.DEFAULT, agent.address());
    for (String body : List.of("null", "[null]", "[{}]")) {
      agent.says(new Said(200, "10", "true", body, 0));
      assertThatThrownBy(() -> consul.service("web"))
          .isInstanceOf(ConsulException.class)
          .hasMessageContaining("can't be read");
    }
  }
}
