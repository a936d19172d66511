package io.emperor.consul;

import io.emperor.api.Health;
import io.emperor.consul.registration.ServiceDefinition;
import io.emperor.consul.settings.AgentAddress;
import io.emperor.consul.settings.AgentSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A thousand services on an agent that dies and comes back with nothing. */
@Tag("agent")
class ThousandServicesTest {

  private static final int SERVICES = 1_000;
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final Duration TTL = Duration.ofSeconds(30);
  private static final Pattern PASSING = Pattern.compile("\"Status\": ?\"passing\"");

  @Test
  void allArePassingSoonAfterTheAgentAnswersAgain() {
    try (ConsulAgentProcess agent = ConsulAgentProcess.start();
        ConsulBridge bridge = bridge(agent)) {
      bridge.start();
      for (int i = 0; i < SERVICES; i++) {
        bridge.register(service("many-" + i), Health.passing());
      }
      Await.within(Duration.ofSeconds(20), "all are registered", () -> passing(agent) == SERVICES);

      agent.launchAgain();
      Await.until("it answers", () -> !agent.get("/v1/agent/self").isEmpty());
      long answered = System.nanoTime();
      Await.within(Duration.ofSeconds(20), "all are back", () -> passing(agent) == SERVICES);
      Duration took = Duration.ofNanos(System.nanoTime() - answered);

      ReliabilityResults.time(
          "agent killed and wiped", "1,000 services passing again after it answers", LIMIT, took);
    }
  }

  private static ConsulBridge bridge(ConsulAgentProcess agent) {
    AgentAddress address = AgentAddress.parse(agent.httpAddress());
    return new ConsulBridge(AgentSettings.of(address), "one", true, new SimpleMeterRegistry());
  }

  private static ServiceDefinition service(String id) {
    return new ServiceDefinition(
        id, "many", List.of(), Map.of(), null, 80, TTL, Duration.ofMinutes(10));
  }

  private static int passing(ConsulAgentProcess agent) {
    return Math.toIntExact(PASSING.matcher(agent.get("/v1/agent/checks")).results().count());
  }
}
