package io.emperor.consul;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.api.Health;
import io.emperor.consul.http.AgentView;
import io.emperor.consul.http.AgentView.State;
import io.emperor.consul.registration.RegistrationView;
import io.emperor.consul.registration.ServiceDefinition;
import io.emperor.consul.settings.AgentAddress;
import io.emperor.consul.settings.AgentSettings;
import io.emperor.consul.settings.ConsistencyMode;
import io.emperor.consul.settings.TlsSettings;
import io.emperor.consul.settings.TokenSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What operators see of the agents, without a request. */
@Tag("agent")
class OverviewTest {

  private static final Duration TTL = Duration.ofSeconds(2);

  private ConsulAgentProcess first;
  private ConsulAgentProcess second;
  private FaultProxy proxy;

  @BeforeEach
  void start() {
    first = ConsulAgentProcess.start();
    second = ConsulAgentProcess.start();
    proxy = new FaultProxy(first.httpAddress());
  }

  @AfterEach
  void stop() {
    proxy.close();
    first.close();
    second.close();
  }

  private static ConsulBridge bridge(AgentAddress... agents) {
    return new ConsulBridge(
        new AgentSettings(
            Arrays.asList(agents),
            ConsistencyMode.DEFAULT,
            TokenSource.none(),
            TlsSettings.defaults(),
            null),
        "one",
        false,
        new SimpleMeterRegistry());
  }

  private ConsulBridge both() {
    return bridge(AgentAddress.parse(proxy.address()), AgentAddress.parse(second.httpAddress()));
  }

  private static LivingService living(ConsulBridge bridge) throws Exception {
    ServiceDefinition definition =
        new ServiceDefinition(
            "web-1", "web", List.of(), Map.of(), null, 80, TTL, Duration.ofMinutes(10));
    LivingService web = new LivingService(bridge.register(definition, Health.passing()));
    web.registration().registered().toCompletableFuture().get(10, TimeUnit.SECONDS);
    return web;
  }

  private static boolean areReachable(ConsulBridge bridge) {
    return bridge.agents().stream().allMatch(agent -> agent.state() == State.REACHABLE);
  }

  @Test
  void tellsWhichIsUsedWhatItIsCalledAndWhatIsRegisteredThere() throws Exception {
    Instant begin = Instant.now();
    try (ConsulBridge bridge = both();
        LivingService web = living(bridge)) {
      bridge.start();
      Await.until("both have answered", () -> areReachable(bridge));

      assertThat(web.registration().view())
          .isEqualTo(new RegistrationView(AgentAddress.parse(proxy.address()), true, false, ""));
      assertThat(bridge.agents()).extracting(AgentView::reads).containsExactly(true, false);
      assertThat(bridge.agents())
          .extracting(AgentView::services)
          .containsExactly(List.of("web-1"), List.of());
      assertThat(bridge.agents())
          .allSatisfy(agent -> assertThat(agent.lastContact()).isBetween(begin, Instant.now()))
          .allSatisfy(agent -> assertThat(agent.trouble()).isEmpty());
      Await.until(
          "both say who they are",
          () -> bridge.agents().stream().allMatch(agent -> agent.nodeId() != null));
      AgentView used = bridge.agents().get(0);
      assertThat(first.get("/v1/agent/self")).contains("\"" + used.nodeId() + "\"");
      assertThat(used.nodeName()).isEqualTo(first.node());
    }
  }

  @Test
  void saysSinceWhenAndWhyAnAgentIsGoneUntilItIsBack() throws Exception {
    try (ConsulBridge bridge = both();
        LivingService web = living(bridge)) {
      bridge.start();
      Await.until("both have answered", () -> areReachable(bridge));

      proxy.set(Fault.refuse());

      Await.until("the first is gone", () -> bridge.agents().get(0).state() == State.GONE);
      assertThat(bridge.agents().get(0).trouble())
          .matches("gone for \\d+ s \\(.*(refused|closed).*\\); look whether Consul runs there.*");
      assertThat(bridge.agents()).extracting(AgentView::reads).containsExactly(false, true);
      assertThat(web.registration().view().trouble()).contains(proxy.address(), "gone for");
      Await.until("it has moved", () -> bridge.agents().get(1).services().equals(List.of("web-1")));
      Await.until("without trouble", () -> web.registration().view().trouble().isEmpty());

      proxy.set(Fault.pass());
      Await.until("both are reachable", () -> areReachable(bridge));
      assertThat(bridge.agents()).extracting(AgentView::trouble).containsOnly("");
    }
  }

  @Test
  void isUntriedBeforeTheStart() {
    try (ConsulBridge bridge = both()) {
      assertThat(bridge.agents())
          .hasSize(2)
          .allSatisfy(agent -> assertThat(agent.state()).isEqualTo(State.UNTRIED))
          .allSatisfy(agent -> assertThat(agent.lastContact()).isNull());
    }
  }

  @Test
  void asksNobody() throws Exception {
    try (ConsulBridge bridge = both()) {
      for (int i = 0; i < 100; i++) {
        assertThat(bridge.agents()).hasSize(2);
      }
      assertThat(proxy.requests()).isZero();
    }
  }

  @Test
  void whatIsNoAgentIsUnusable() {
    try (RecordingAgent other = new RecordingAgent().answering(400, "what?");
        ConsulBridge bridge = bridge(other.address())) {
      bridge.start();
      Await.until("seen", () -> bridge.agents().get(0).state() == State.UNUSABLE);
      assertThat(bridge.agents().get(0).trouble()).contains("what?", "check --consul-agent");
    }
  }
}
