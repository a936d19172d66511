package io.emperor.consul.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.api.Health;
import io.emperor.api.Watch;
import io.emperor.consul.Await;
import io.emperor.consul.ConsulAgentProcess;
import io.emperor.consul.ConsulBridge;
import io.emperor.consul.Fault;
import io.emperor.consul.FaultProxy;
import io.emperor.consul.LivingService;
import io.emperor.consul.app.AppConsul;
import io.emperor.consul.registration.ServiceDefinition;
import io.emperor.consul.settings.AgentAddress;
import io.emperor.consul.settings.AgentSettings;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.search.RequiredSearch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the bridge counts while it works with a real agent. */
class MetersTest {

  /** A third of it is more than a busy machine takes for a heartbeat. */
  private static final Duration TTL = Duration.ofSeconds(3);

  private final Queue<String> requests = new ConcurrentLinkedQueue<>();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private ConsulAgentProcess agent;
  private FaultProxy proxy;
  private ConsulBridge bridge;
  private @Nullable LivingService web;

  @BeforeEach
  void start() {
    agent = ConsulAgentProcess.start();
    proxy = new FaultProxy(agent.httpAddress(), requests::add);
    bridge =
        new ConsulBridge(
            AgentSettings.of(AgentAddress.parse(proxy.address())), "one", false, registry);
    bridge.start();
  }

  @AfterEach
  void stop() {
    if (web != null) {
      web.close();
    }
    bridge.close();
    proxy.close();
    agent.close();
  }

  private void living() throws Exception {
    ServiceDefinition definition =
        new ServiceDefinition(
            "web-1", "web", List.of(), Map.of(), null, 80, TTL, Duration.ofMinutes(10));
    LivingService living = new LivingService(bridge.register(definition, Health.passing()));
    web = living;
    living.registration().registered().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private double beats(String result) {
    return registry.get("emperor.heartbeats").tag("result", result).counter().count();
  }

  private double count(String name) {
    return registry.get(name).counter().count();
  }

  private double gauge(String name) {
    return registry.get(name).gauge().value();
  }

  private RequiredSearch requests(String endpoint, String result) {
    return registry.get("emperor.consul.requests").tag("endpoint", endpoint).tag("result", result);
  }

  @Test
  void heartbeatsAreSentLateOrFailed() throws Exception {
    living();
    Await.until("some were sent", () -> beats("sent") > 2);
    assertThat(beats("late")).isZero();
    assertThat(beats("failed")).isZero();

    proxy.set(Fault.delay(TTL.dividedBy(2)), "/check/update/");
    Await.until("some were late", () -> beats("late") > 1);
    assertThat(beats("failed")).isZero();

    proxy.set(Fault.refuse());
    Await.until("some have failed, also while it is known to be gone", () -> beats("failed") > 3);
    double late = beats("late");

    proxy.set(Fault.pass());
    double sent = beats("sent");
    Await.until("they are sent again", () -> beats("sent") > sent + 2);
    assertThat(beats("late")).as("what failed is not late, too").isEqualTo(late);
  }

  @Test
  void correctionsAreDifferencesThatWereWritten() throws Exception {
    living();
    Await.until("compared", () -> count("emperor.reconciliations") > 0);
    assertThat(count("emperor.corrections")).isZero();

    agent.put("/v1/agent/service/deregister/web-1", "");

    Await.until("corrected", () -> count("emperor.corrections") == 1);
    assertThat(agent.get("/v1/agent/services")).contains("web-1");
  }

  @Test
  void requestsAreTimedByEndpointAndResultWithoutAnyName() throws Exception {
    living();
    try (AppConsul consul = bridge.appConsul("shop")) {
      assertThat(consul.set("a/secret-key", "v")).isTrue();
      assertThat(consul.get("missing-key")).isEmpty();
      assertThat(consul.healthy("web")).hasSizeLessThan(2);
      Await.until("it beats", () -> beats("sent") > 0);

      assertThat(requests("kv", "ok").timer().count()).isEqualTo(1);
      assertThat(requests("kv", "absent").timer().count()).isEqualTo(1);
      assertThat(requests("health/service", "ok").timer().count()).isEqualTo(1);
      assertThat(requests("agent/service/register", "ok").timer().count()).isEqualTo(1);
      assertThat(requests("agent/check/update", "ok").timer().totalTime(TimeUnit.NANOSECONDS))
          .isPositive();

      proxy.set(Fault.status(500), "/check/update/");
      Await.until("failed", () -> requests("agent/check/update", "failed").timer().count() > 0);
      proxy.set(Fault.status(403), "/check/update/");
      Await.until("refused", () -> requests("agent/check/update", "refused").timer().count() > 0);

      assertThat(registry.getMeters().stream().map(Meter::getId))
          .flatExtracting(Meter.Id::getTags)
          .extracting(Tag::getValue)
          .noneMatch(value -> value.contains("secret") || value.contains("web"));
    }
  }

  private static boolean isBlocking(String request) {
    return request.contains("/v1/kv/") && request.contains("index=");
  }

  @Test
  void watchesAreShownWhileTheyAreOpen() throws Exception {
    try (AppConsul consul = bridge.appConsul("shop")) {
      assertThat(gauge("emperor.consul.watches")).isZero();
      try (Watch one = consul.watchKey("k", entry -> {});
          Watch same = consul.watchKey("k", entry -> {});
          Watch other = consul.watchKey("other", entry -> {})) {
        assertThat(gauge("emperor.consul.watches")).isEqualTo(2);
        Await.until("one waits", () -> requests.stream().anyMatch(MetersTest::isBlocking));
        assertThat(List.of(one.age(), same.age(), other.age()))
            .allMatch(age -> age.compareTo(TTL) < 0);
      }
      assertThat(gauge("emperor.consul.watches")).isZero();
      Await.until(
          "the one that waited was given up",
          () -> requests("kv", "cancelled").tag("blocking", "true").timer().count() > 0);
    }
  }

  @Test
  void anAgentIsUpUntilItIsGone() throws Exception {
    living();
    Await.until("it beats", () -> beats("sent") > 0);
    assertThat(gauge("emperor.consul.agent.up")).isEqualTo(1);
    proxy.set(Fault.refuse());
    Await.until("down", () -> gauge("emperor.consul.agent.up") == 0);
    proxy.set(Fault.pass());
    Await.until("up", () -> gauge("emperor.consul.agent.up") == 1);
    bridge.close();
    assertThat(registry.find("emperor.consul.agent.up").gauges()).as("taken back").isEmpty();
    assertThat(registry.find("emperor.consul.watches").gauges()).isEmpty();
    assertThat(beats("sent")).as("what was counted stays").isPositive();
  }

  @ParameterizedTest
  @CsvSource({
    "v1/kv/agent/check/update, kv",
    "v1/agent/check/update/service:a/b, agent/check/update",
    "v1/agent/service/register, agent/service/register",
    "v1/agent/service/web-1, agent/service",
    "v1/agent/health/service/id/x, agent/health/service",
    "v1/nobody/knows, other",
    "v1, other"
  })
  void anEndpointIsWhatComesBeforeTheNames(String path, String endpoint) {
    assertThat(RequestMeter.endpoint(List.of(path.split("/")))).isEqualTo(endpoint);
  }
}
