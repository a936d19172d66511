package io.emperor.consul;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.api.Health;
import io.emperor.consul.registration.Registration;
import io.emperor.consul.registration.ServiceDefinition;
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
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One emperor and two agents, the first of them behind a proxy that can take it away. */
@Tag("agent")
class PinnedRegistrationTest {

  private static final Duration TTL = Duration.ofSeconds(2);

  private static final String WEB_1 = "/v1/agent/service/web-1";
  private static final String THEIRS =
      """
      {"ID": "web-1", "Name": "theirs", "Meta": {"emperor": "two"},
       "Check": {"CheckID": "service:web-1", "TTL": "1h", "Status": "critical"}}
      """;

  private volatile long lastBeat; // 0 before the first
  private ConsulAgentProcess first;
  private ConsulAgentProcess second;
  private FaultProxy proxy;
  private ConsulBridge bridge;

  @BeforeEach
  void startAgents() {
    first = ConsulAgentProcess.start();
    second = ConsulAgentProcess.start();
    proxy = new FaultProxy(first.httpAddress(), this::note);
    bridge = bridge("one", true);
  }

  @AfterEach
  void stopAgents() {
    bridge.close();
    proxy.close();
    first.close();
    second.close();
  }

  private long sinceLastBeat() {
    return System.nanoTime() - lastBeat;
  }

  private void note(String request) {
    if (request.contains("/check/update/")) {
      lastBeat = System.nanoTime();
    }
  }

  private ConsulBridge bridge(String owner, boolean sweeps) {
    return bridge(owner, sweeps, proxy.address(), second.httpAddress());
  }

  private static ConsulBridge bridge(String owner, boolean sweeps, String... agents) {
    return new ConsulBridge(
        new AgentSettings(
            Arrays.stream(agents).map(AgentAddress::parse).toList(),
            ConsistencyMode.DEFAULT,
            TokenSource.none(),
            TlsSettings.defaults(),
            null),
        owner,
        sweeps,
        new SimpleMeterRegistry());
  }

  private static ServiceDefinition service(String id) {
    return new ServiceDefinition(
        id, "web", List.of(), Map.of(), null, 8080, TTL, Duration.ofMinutes(10));
  }

  private Registration registered(String id) throws Exception {
    bridge.start();
    Registration registration = bridge.register(service(id), Health.passing());
    registration.registered().toCompletableFuture().get(10, TimeUnit.SECONDS);
    return registration;
  }

  private static boolean has(ConsulAgentProcess agent, String id) {
    return agent.get("/v1/agent/services").contains("\"" + id + "\"");
  }

  private static boolean passes(ConsulAgentProcess agent, String id) {
    return agent
        .get("/v1/agent/checks?filter=ServiceID==%22" + id + "%22")
        .contains("\"Status\": \"passing\"");
  }

  private void keepHealthy(Registration registration, Runnable work) {
    Thread supervisor =
        new Thread(
            () -> {
              while (!Thread.currentThread().isInterrupted()) {
                registration.health(Health.passing());
                java.util.concurrent.locks.LockSupport.parkNanos(100_000_000);
              }
            },
            "supervisor");
    supervisor.start();
    try {
      work.run();
    } finally {
      supervisor.interrupt();
    }
  }

  @Test
  void aRegistrationStaysForATtlThenMovesAndLeavesNoGhost() throws Exception {
    Registration registration = registered("web-1");
    keepHealthy(
        registration,
        () -> {
          assertThat(has(second, "web-1")).isFalse();
          long gone = System.nanoTime();
          proxy.set(Fault.refuse());
          Await.until("moved", () -> passes(second, "web-1"));
          assertThat(Duration.ofNanos(System.nanoTime() - gone)).isGreaterThan(TTL);
          assertThat(has(first, "web-1")).as("nobody can reach it there").isTrue();

          proxy.set(Fault.pass());
          Await.until("the ghost is removed", () -> !has(first, "web-1"));
          assertThat(passes(second, "web-1")).as("it stays where it is now").isTrue();
        });
    registration.deregister().toCompletableFuture().get(5, TimeUnit.SECONDS);
    assertThat(has(second, "web-1")).isFalse();
  }

  @Test
  void nothingMovesWhileAnAgentRestarts() throws Exception {
    Registration registration = registered("web-1");
    keepHealthy(
        registration,
        () -> {
          proxy.set(Fault.refuse());
          holds(TTL.dividedBy(2), () -> !has(second, "web-1"));
          proxy.set(Fault.pass());
          holds(TTL.multipliedBy(2), () -> !has(second, "web-1") && has(first, "web-1"));
          Await.until("passing", () -> passes(first, "web-1"));
        });
  }

  private static void holds(Duration time, java.util.concurrent.Callable<Boolean> condition) {
    try {
      Await.holdsFor(time, "it stays where it is", condition);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aSilentAgentIsLeftLikeOneThatRefuses() throws Exception {
    Registration registration = registered("web-1");
    keepHealthy(
        registration,
        () -> {
          proxy.set(Fault.silent());
          Await.within(Duration.ofSeconds(15), "moved", () -> passes(second, "web-1"));
        });
  }

  @Test
  void anAgentThatRefusesEveryRequestIsLeftToo() throws Exception {
    Registration registration = registered("web-1");
    keepHealthy(
        registration,
        () -> {
          proxy.set(Fault.status(500));
          Await.until("moved", () -> passes(second, "web-1"));
        });
  }

  @Test
  void withoutTheFirstAgentTheSecondIsTakenAtOnce() throws Exception {
    proxy.set(Fault.refuse());
    long begin = System.nanoTime();
    Registration unused = registered("web-1");
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(TTL);
    assertThat(passes(second, "web-1")).isTrue();
    proxy.set(Fault.pass());
    holds(Duration.ofSeconds(2), () -> !has(first, "web-1"));
  }

  @Test
  void whatWasRemovedAfterItsMoveIsRemovedFromTheOldAgentToo() throws Exception {
    Registration registration = registered("web-1");
    keepHealthy(
        registration,
        () -> {
          proxy.set(Fault.refuse());
          Await.until("moved", () -> passes(second, "web-1"));
        });
    registration.deregister().toCompletableFuture().get(5, TimeUnit.SECONDS);
    assertThat(has(second, "web-1")).isFalse();
    assertThat(has(first, "web-1")).isTrue();
    proxy.set(Fault.pass());
    Await.until("the ghost is removed", () -> !has(first, "web-1"));
  }

  @Test
  void ghostsOfAnEarlierRunAreRemovedFromEveryAgent() throws Exception {
    String ghost = "{\"ID\":\"ghost\",\"Name\":\"web\",\"Meta\":{\"emperor\":\"one\"}}";
    first.put("/v1/agent/service/register", ghost);
    second.put("/v1/agent/service/register", ghost);
    String own = "{\"ID\":\"web-1\",\"Name\":\"web\",\"Meta\":{\"emperor\":\"one\"}}";
    second.put("/v1/agent/service/register", own);
    Registration unused = registered("web-1");
    Await.until("removed", () -> !has(first, "ghost") && !has(second, "ghost"));
    Await.until("registered once", () -> !has(second, "web-1"));
    assertThat(passes(first, "web-1")).isTrue();
  }

  @Test
  void oneAgentUnderTwoNamesIsOneAgent() throws Exception {
    try (FaultProxy alias = new FaultProxy(first.httpAddress());
        ConsulBridge both = bridge("two-names", true, proxy.address(), alias.address())) {
      both.start();
      Registration registration = both.register(service("web-1"), Health.passing());
      registration.registered().toCompletableFuture().get(5, TimeUnit.SECONDS);
      Await.until("the second name was looked at", () -> alias.requests() > 2);
      keepHealthy(
          registration,
          () -> {
            holds(Duration.ofMillis(500), () -> passes(first, "web-1"));
            proxy.set(Fault.refuse());
            Await.until("moved", () -> alias.requests() > 10);
            proxy.set(Fault.pass());
            holds(TTL.multipliedBy(2), () -> has(first, "web-1"));
          });
    }
  }

  @Test
  void anIdThatSomebodyElseHasIsLeftAlone() throws Exception {
    for (String meta : List.of("{}", "{\"emperor\":\"two\"}")) {
      first.put(
          "/v1/agent/service/register",
          "{\"ID\":\"web-1\",\"Name\":\"theirs\",\"Meta\":" + meta + "}");
      try (ConsulBridge other = bridge("three", true)) {
        other.start();
        Registration registration = other.register(service("web-1"), Health.passing());
        holds(
            Duration.ofMillis(500),
            () -> first.get("/v1/agent/service/web-1").contains("\"theirs\""));
        assertThat(registration.registered().toCompletableFuture()).isNotDone();
        var removal = registration.deregister().toCompletableFuture();
        removal.get(5, TimeUnit.SECONDS);
        assertThat(first.get("/v1/agent/service/web-1")).contains("\"theirs\"");
      }
    }
  }

  @Test
  void anIdThatSomebodyElseTookMeanwhileGetsNoHeartbeats() throws Exception {
    Registration registration = registered("web-1");
    keepHealthy(
        registration,
        () -> {
          Await.until("it beats", () -> lastBeat != 0);
          proxy.set(Fault.refuse());
          first.put("/v1/agent/service/deregister/web-1", "");
          first.put("/v1/agent/service/register", THEIRS);
          Await.until("a heartbeat has failed", () -> sinceLastBeat() > TTL.toNanos() / 2);
          proxy.set(Fault.pass());
          Await.until("it beats no more", () -> sinceLastBeat() > TTL.toNanos());
          assertThat(first.get(WEB_1)).contains("\"theirs\"");
        });
  }

  @Test
  void aServiceThatTheNextAgentRefusesGoesBackToTheOneBefore() throws Exception {
    Registration registration = registered("web-1");
    second.put("/v1/agent/service/register", THEIRS);
    keepHealthy(
        registration,
        () -> {
          proxy.set(Fault.refuse());
          holds(TTL.multipliedBy(2), () -> second.get(WEB_1).contains("\"theirs\""));
          proxy.set(Fault.pass());
          Await.within(Duration.ofSeconds(15), "it is back", () -> passes(first, "web-1"));
        });
    assertThat(second.get(WEB_1)).contains("\"theirs\"");
  }

  @Test
  void twoEmperorsOfOneAgentTouchEachTheirOwn() throws Exception {
    Registration mine = registered("web-1");
    try (ConsulBridge other = bridge("two", true)) {
      other.start();
      Registration theirs = other.register(service("web-2"), Health.passing());
      theirs.registered().toCompletableFuture().get(5, TimeUnit.SECONDS);
      Registration clash = other.register(service("web-1"), Health.warning("not mine"));
      holds(
          Duration.ofSeconds(1),
          () ->
              first.get("/v1/agent/service/web-1").contains("\"emperor\": \"one\"")
                  && has(first, "web-2"));
      clash.deregister().toCompletableFuture().get(5, TimeUnit.SECONDS);
    }
    assertThat(has(first, "web-1")).isTrue();
    mine.deregister().toCompletableFuture().get(5, TimeUnit.SECONDS);
    assertThat(has(first, "web-2")).isTrue();
  }

  @Test
  void aCheckThatSomebodyTookAwayComesBack() throws Exception {
    Registration registration = registered("web-1");
    first.put("/v1/agent/check/deregister/service:web-1", "");
    keepHealthy(registration, () -> Await.until("the check is back", () -> passes(first, "web-1")));
  }
}
