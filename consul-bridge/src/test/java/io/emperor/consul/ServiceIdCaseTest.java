package io.emperor.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emperor.api.Health;
import io.emperor.consul.registration.Registration;
import io.emperor.consul.registration.ServiceDefinition;
import io.emperor.consul.registration.ServiceIdTakenException;
import io.emperor.consul.settings.AgentAddress;
import io.emperor.consul.settings.AgentSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * IDs that differ by case alone: two services to an agent, one to the catalog, from which the
 * removal of either takes both until the agent's next full comparison, a minute later.
 */
@Tag("agent")
class ServiceIdCaseTest {

  private static ConsulAgentProcess agent;

  @BeforeAll
  static void startAgent() {
    agent = ConsulAgentProcess.start();
  }

  @AfterAll
  static void stopAgent() {
    agent.close();
  }

  private static ConsulBridge bridge(String owner, boolean sweeps) {
    ConsulBridge bridge =
        new ConsulBridge(
            AgentSettings.of(AgentAddress.parse(agent.httpAddress())),
            owner,
            sweeps,
            new SimpleMeterRegistry());
    bridge.start();
    return bridge;
  }

  private static ServiceDefinition service(String id, String name) {
    return new ServiceDefinition(
        id,
        name,
        List.of(),
        Map.of("vassal", name),
        null,
        8080,
        Duration.ofSeconds(15),
        Duration.ofMinutes(10));
  }

  private static void await(CompletionStage<Void> stage) throws Exception {
    stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private static String catalog(String name) {
    return agent.get("/v1/health/service/" + name);
  }

  @Test
  void theSecondIsRefusedWhileTheFirstIsThere() throws Exception {
    try (ConsulBridge bridge = bridge("beside", false)) {
      await(bridge.register(service("Beside-1", "Beside"), Health.passing()).registered());
      assertThatThrownBy(
              () -> bridge.register(service("beside-1", "beside"), Health.passing()).serviceId())
          .isInstanceOf(ServiceIdTakenException.class)
          .hasMessage(
              "service ID 'beside-1' is already registered by vassal 'Beside' as 'Beside-1', and"
                  + " Consul's catalog compares IDs without case; configure another"
                  + " consul-service-id");
      assertThat(catalog("beside")).contains("\"Beside-1\"");
    }
  }

  @Test
  void theSecondComesWhenTheFirstHasGone() throws Exception {
    try (ConsulBridge bridge = bridge("after", false)) {
      Registration first = bridge.register(service("After-1", "After"), Health.passing());
      await(first.registered());
      CompletionStage<Void> removed = first.deregister();
      Registration second = bridge.register(service("after-1", "after"), Health.passing());
      await(second.registered());
      await(removed);
      assertThat(catalog("after")).contains("\"after-1\"");
      assertThat(agent.get("/v1/agent/services")).doesNotContain("After-1");
      await(second.deregister());
      assertThat(agent.get("/v1/agent/services")).doesNotContain("after-1");
    }
  }

  @Test
  void theCaseOfAnIdCanBeChanged() throws Exception {
    try (ConsulBridge bridge = bridge("change", false)) {
      Registration registration =
          bridge.register(service("Change-1", "Change"), Health.passing("well"));
      await(registration.registered());
      await(registration.update(service("change-1", "change"), Health.passing("well")));
      assertThat(registration.serviceId()).isEqualTo("change-1");
      assertThat(catalog("change")).contains("\"change-1\"");
      assertThat(agent.get("/v1/agent/services")).doesNotContain("Change-1");
      Await.until(
          "its check has its heartbeats",
          () -> agent.get("/v1/agent/checks").contains("\"Output\": \"well\""));
    }
  }

  @Test
  void whatAnEarlierRunLeftUnderAnotherCaseGivesWay() throws Exception {
    ConsulBridge earlier = bridge("earlier", false);
    await(earlier.register(service("Ghost-1", "Ghost"), Health.passing()).registered());
    earlier.close();
    try (ConsulBridge bridge = bridge("earlier", true)) {
      Registration registration = bridge.register(service("ghost-1", "ghost"), Health.passing());
      await(registration.registered());
      Await.until("the ghost is gone", () -> !agent.get("/v1/agent/services").contains("Ghost-1"));
      Await.until("the service is in the catalog", () -> catalog("ghost").contains("\"ghost-1\""));
    }
  }
}
