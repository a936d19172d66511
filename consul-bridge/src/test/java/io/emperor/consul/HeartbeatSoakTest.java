package io.emperor.consul;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.api.Health;
import io.emperor.base.DaemonThreads;
import io.emperor.consul.registration.Registration;
import io.emperor.consul.registration.ServiceDefinition;
import io.emperor.consul.settings.AgentAddress;
import io.emperor.consul.settings.AgentSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Five thousand services of one emperor on one agent, for three TTLs: {@code mvn -Psoak test}. */
@Tag("soak")
class HeartbeatSoakTest {

  private static final int SERVICES = 5_000;
  private static final Duration TTL = Duration.ofSeconds(15);
  private static final Duration TIME = Duration.ofSeconds(45);
  private static final Pattern CHECK = Pattern.compile("\"CheckID\": ?\"(service:soak-\\d+)\"");

  private final BeatRecorder recorder = new BeatRecorder();
  private final ScheduledExecutorService supervisor =
      Executors.newSingleThreadScheduledExecutor(new DaemonThreads("supervisor"));

  @AfterEach
  void stop() {
    supervisor.shutdownNow();
  }

  @Test
  void noHeartbeatOfFiveThousandIsLate() throws Exception {
    try (ConsulAgentProcess agent = ConsulAgentProcess.start();
        FaultProxy proxy = new FaultProxy(agent.httpAddress(), recorder);
        ConsulBridge bridge = bridge(proxy)) {
      bridge.start();
      long begun = System.nanoTime();
      List<Registration> registrations = register(bridge);
      var unused =
          supervisor.scheduleWithFixedDelay(() -> keepAlive(registrations), 1, 1, TimeUnit.SECONDS);
      Await.within(Duration.ofMinutes(3), "all registered", () -> allRegistered(registrations));
      Duration registering = Duration.ofNanos(System.nanoTime() - begun);
      long registered = System.nanoTime();
      Await.within(
          Duration.ofMinutes(2), "Consul has digested it", () -> critical(agent).isEmpty());
      Duration digesting = Duration.ofNanos(System.nanoTime() - registered);
      recorder.beginAnew();

      Set<String> critical = criticalWithin(agent, TIME);

      String fault = SERVICES + " services, TTL " + TTL.toSeconds() + " s";
      ReliabilityResults.record(
          fault, "time until all are registered", "-", registering.toMillis() + " ms");
      ReliabilityResults.record(
          fault, "time until Consul has digested that", "-", digesting.toMillis() + " ms");
      ReliabilityResults.none(fault, "checks that turned critical", critical.size());
      ReliabilityResults.time(
          fault, "longest time between two beats of one service", TTL, recorder.longestGap());
      ReliabilityResults.record(
          fault, "beats sent", "-", recorder.beats() + " by " + recorder.services() + " services");
      assertThat(critical).isEmpty();
      assertThat(recorder.services()).isEqualTo(SERVICES);
      assertThat(recorder.longestGap()).isLessThan(TTL);
    }
  }

  private static ConsulBridge bridge(FaultProxy proxy) {
    return new ConsulBridge(
        AgentSettings.of(AgentAddress.parse(proxy.address())),
        "one",
        true,
        new SimpleMeterRegistry());
  }

  private static List<Registration> register(ConsulBridge bridge) {
    return IntStream.range(0, SERVICES)
        .mapToObj(i -> bridge.register(service("soak-" + i), Health.passing()))
        .toList();
  }

  private static boolean allRegistered(List<Registration> registrations) {
    return registrations.stream()
        .allMatch(registration -> registration.registered().toCompletableFuture().isDone());
  }

  /** What supervisors do: they find the apps well. */
  private static void keepAlive(List<Registration> registrations) {
    registrations.forEach(registration -> registration.health(Health.passing()));
  }

  private static ServiceDefinition service(String id) {
    return new ServiceDefinition(
        id, "soak", List.of(), Map.of(), null, 80, TTL, Duration.ofMinutes(10));
  }

  /** The checks that Consul had critical at any of many looks. */
  private static Set<String> criticalWithin(ConsulAgentProcess agent, Duration time)
      throws Exception {
    Set<String> critical = new HashSet<>();
    Await.holdsFor(
        time,
        "it is looked at",
        () -> {
          critical.addAll(critical(agent));
          return true;
        });
    return critical;
  }

  /**
   * The checks that are critical now, or in a second if none is. A blocking query is an agent's
   * cheapest way to say nothing; it is asked anew each time, because following thousands of changes
   * would take the time that heartbeats need.
   */
  private static Set<String> critical(ConsulAgentProcess agent) {
    var now = agent.send("GET", "/v1/health/state/critical", "");
    String index = now.headers().firstValue("X-Consul-Index").orElse("1");
    String next = agent.get("/v1/health/state/critical?wait=1s&index=" + index);
    return CHECK
        .matcher(now.body() + next)
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toSet());
  }
}
