package io.emperor.consul.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emperor.api.ConsulException;
import io.emperor.api.Health;
import io.emperor.consul.Await;
import io.emperor.consul.ConsulAgentProcess;
import io.emperor.consul.ConsulBridge;
import io.emperor.consul.Fault;
import io.emperor.consul.FaultProxy;
import io.emperor.consul.LivingService;
import io.emperor.consul.app.AppConsul;
import io.emperor.consul.settings.AgentAddress;
import io.emperor.consul.settings.AgentSettings;
import io.emperor.consul.settings.ConsistencyMode;
import io.emperor.consul.settings.TlsSettings;
import io.emperor.consul.settings.TokenSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Consul's maintenance mode of services that an emperor has registered, by two agents. */
@Tag("agent")
class MaintenanceTest {

  private static final Duration TTL = Duration.ofSeconds(2);
  private static final String MODE = "/v1/agent/service/maintenance/web-1";

  private final Queue<String> requests = new ConcurrentLinkedQueue<>();
  private ConsulAgentProcess first;
  private ConsulAgentProcess second;
  private FaultProxy proxy;
  private ConsulBridge bridge;
  private AppConsul consul;

  @BeforeEach
  void start() {
    first = ConsulAgentProcess.start();
    second = ConsulAgentProcess.start();
    proxy = new FaultProxy(first.httpAddress(), requests::add);
    bridge = bridge(proxy.address(), second.httpAddress());
    bridge.start();
    consul = bridge.appConsul("shop");
  }

  @AfterEach
  void stop() {
    consul.close();
    bridge.close();
    proxy.close();
    first.close();
    second.close();
  }

  private static ConsulBridge bridge(String... agents) {
    return new ConsulBridge(
        new AgentSettings(
            Arrays.stream(agents).map(AgentAddress::parse).toList(),
            ConsistencyMode.DEFAULT,
            TokenSource.none(),
            TlsSettings.defaults(),
            null),
        "one",
        true,
        new SimpleMeterRegistry());
  }

  private static ServiceDefinition service(String version) {
    return new ServiceDefinition(
        "web-1",
        "web",
        List.of(),
        Map.of("version", version),
        null,
        8080,
        TTL,
        Duration.ofMinutes(10));
  }

  private static void await(CompletionStage<Void> stage) throws Exception {
    stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private LivingService registered() throws Exception {
    LivingService web = new LivingService(bridge.register(service("1"), Health.passing()));
    await(web.registration().registered());
    return web;
  }

  private static String checks(ConsulAgentProcess agent) {
    return agent.get("/v1/agent/checks");
  }

  private static boolean isMaintained(ConsulAgentProcess agent) {
    return checks(agent).contains("_service_maintenance:web-1");
  }

  private static boolean isPassing(ConsulAgentProcess agent) {
    return checks(agent).contains("\"Status\": \"passing\"");
  }

  /** A way to the first agent on which a service is removed right before a write reaches it. */
  private FaultProxy removingBefore(String write) {
    AtomicBoolean removed = new AtomicBoolean();
    return new FaultProxy(
        first.httpAddress(),
        request -> {
          if (request.contains(write) && removed.compareAndSet(false, true)) {
            first.put("/v1/agent/service/deregister/web-1", "");
          }
        });
  }

  @Test
  void aServiceThatIsRemovedBeforeItsMaintenanceBeginsIsRegisteredAgain() throws Exception {
    try (FaultProxy racing = removingBefore(MODE);
        ConsulBridge raced = bridge(racing.address())) {
      raced.start();
      Registration web = raced.register(service("1"), Health.passing());
      await(web.registered());
      await(web.maintenance(true, "new disks"));
      assertThat(isMaintained(first)).isTrue();
      assertThat(first.get("/v1/agent/services")).contains("web-1");
    }
  }

  @Test
  void aServiceThatSomebodyElseRemovesJustNowIsGone() throws Exception {
    try (FaultProxy racing = removingBefore("/service/deregister/");
        ConsulBridge raced = bridge(racing.address())) {
      raced.start();
      Registration web = raced.register(service("1"), Health.passing());
      await(web.registered());
      await(web.deregister());
      assertThat(first.get("/v1/agent/services")).doesNotContain("web-1");
      assertThat(web.view().trouble()).isEmpty();
    }
  }

  @Test
  void showsItsReasonAndLeavesTheServiceOutUntilItEnds() throws Exception {
    try (LivingService web = registered()) {
      Await.until("it is found", () -> consul.healthy("web").size() == 1);

      await(web.registration().maintenance(true, "new disks"));

      assertThat(isMaintained(first)).isTrue();
      assertThat(checks(first)).contains("new disks", "\"Status\": \"critical\"");
      Await.until("nobody is sent there", () -> consul.healthy("web").isEmpty());
      Await.until("its own check goes on", () -> isPassing(first));

      await(web.registration().maintenance(false, ""));

      assertThat(isMaintained(first)).isFalse();
      Await.until("it is found again", () -> consul.healthy("web").size() == 1);
    }
  }

  @Test
  void outlastsAnUpdateWithoutAMomentOutside() throws Exception {
    try (LivingService web = registered()) {
      await(web.registration().maintenance(true, "new disks"));
      Await.until("its own check goes on", () -> isPassing(first));

      await(web.registration().update(service("2"), Health.passing()));

      assertThat(first.get("/v1/agent/service/web-1")).contains("\"version\": \"2\"");
      assertThat(checks(first)).contains("new disks");
      assertThat(isPassing(first)).as("its own check was not touched").isTrue();
    }
  }

  @Test
  void isThereAgainAfterTheAgentLostItsData() throws Exception {
    try (LivingService web = registered()) {
      await(web.registration().maintenance(true, "new disks"));

      first.restart();

      Await.until("it is in maintenance", () -> isMaintained(first) && isPassing(first));
      assertThat(checks(first)).contains("new disks");
    }
  }

  @Test
  void movesWithTheServiceAndLeavesNothingBehind() throws Exception {
    try (LivingService web = registered()) {
      await(web.registration().maintenance(true, "new disks"));

      proxy.set(Fault.refuse());
      Await.until("it has moved", () -> isMaintained(second) && isPassing(second));
      proxy.set(Fault.pass());
      Await.until("the ghost is removed", () -> !checks(first).contains("web-1"));

      await(web.registration().maintenance(false, ""));
      assertThat(isMaintained(second)).isFalse();
    }
  }

  @Test
  void endsAlsoAtAnAgentThatWasAwayMeanwhile() throws Exception {
    try (FaultProxy other = new FaultProxy(second.httpAddress());
        ConsulBridge both = bridge(proxy.address(), other.address())) {
      both.start();
      try (LivingService web = new LivingService(both.register(service("1"), Health.passing()))) {
        await(web.registration().registered());
        await(web.registration().maintenance(true, "new disks"));
        proxy.set(Fault.refuse());
        Await.until("it has moved", () -> isMaintained(second));
        await(web.registration().maintenance(false, ""));

        proxy.set(Fault.status(500), "/deregister/"); // so that its ghost stays there
        other.set(Fault.refuse());

        Await.within(
            Duration.ofSeconds(15),
            "it is back, out of maintenance",
            () -> isPassing(first) && !isMaintained(first));
      }
    }
  }

  @Test
  void comesBackWhenSomebodyElseEndsIt() throws Exception {
    try (LivingService web = registered()) {
      await(web.registration().maintenance(true, "new disks"));

      first.put(MODE + "?enable=false", "");
      compareNow();

      Await.until("it is in maintenance again", () -> isMaintained(first));
    }
  }

  /** A heartbeat for a service that is gone is the sign of trouble that starts a comparison. */
  private void compareNow() throws Exception {
    ServiceDefinition lost =
        new ServiceDefinition(
            "lost", "lost", List.of(), Map.of(), null, 1, TTL, Duration.ofMinutes(10));
    Registration registration = bridge.register(lost, Health.passing());
    await(registration.registered());
    first.put("/v1/agent/service/deregister/lost", "");
    registration.health(Health.warning("noticed"));
    Await.until("it was compared", () -> checks(first).contains("noticed"));
  }

  @Test
  void leavesAloneWhatSomebodyElseHasSetUntilItIsTold() throws Exception {
    try (LivingService web = registered()) {
      first.put(MODE + "?enable=true&reason=by-hand", "");
      compareNow();
      await(web.registration().update(service("2"), Health.passing()));
      assertThat(checks(first)).contains("by-hand");

      await(web.registration().maintenance(false, ""));
      assertThat(isMaintained(first)).isFalse();

      first.put(MODE + "?enable=true&reason=by-hand", "");
      await(web.registration().update(service("3"), Health.passing()));
      assertThat(checks(first)).as("it was told once").contains("by-hand");
    }
  }

  @Test
  void mayBeginWithTheService() throws Exception {
    Registration web = bridge.registerInMaintenance(service("1"), Health.passing(), "not open yet");
    await(web.registered());
    assertThat(checks(first)).contains("not open yet");

    web.deregister();
    Registration next = bridge.register(service("2"), Health.passing());
    await(next.registered());
    assertThat(isMaintained(first)).as("the next one of its ID begins without").isFalse();
  }

  @Test
  void nobodyIsSentThereBeforeTheAgentKnowsOfIt() throws Exception {
    proxy.set(Fault.status(500), "/maintenance/");
    Registration web = bridge.registerInMaintenance(service("1"), Health.passing(), "not open yet");
    Await.until(
        "the mode was refused",
        () -> requests.stream().anyMatch(request -> request.contains("/maintenance/")));

    assertThat(checks(first)).contains("web-1").doesNotContain("\"Status\": \"passing\"");
    assertThat(web.registered().toCompletableFuture()).isNotDone();
  }

  @Test
  void saysWhenItCannotBeDoneNowAndDoesItLater() throws Exception {
    try (ConsulBridge single = bridge(proxy.address())) {
      single.start();
      try (LivingService web = new LivingService(single.register(service("1"), Health.passing()))) {
        await(web.registration().registered());
        proxy.set(Fault.refuse());

        CompletionStage<Void> stage = web.registration().maintenance(true, "new disks");

        assertThatThrownBy(() -> await(stage))
            .isInstanceOf(ExecutionException.class)
            .hasCauseInstanceOf(ConsulException.class)
            .hasMessageContaining("into maintenance");
        proxy.set(Fault.pass());
        Await.until("it is in maintenance", () -> isMaintained(first));
      }
    }
  }

  @Test
  void isNotForAServiceThatIsGone() throws Exception {
    try (LivingService web = registered()) {
      await(web.registration().deregister());
      assertThatThrownBy(() -> web.registration().maintenance(true, ""))
          .isInstanceOf(IllegalStateException.class);
    }
  }
}
