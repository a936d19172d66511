package io.emperor.consul.registration;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.api.Health;
import io.emperor.consul.Await;
import io.emperor.consul.BeatRecorder;
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
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Heartbeats while something of the emperor's own is broken or slow. */
@Tag("agent")
class HeartbeatTest {

  private static final Duration TTL = Duration.ofSeconds(1);
  private static final Duration LONG_TTL = Duration.ofMinutes(1);
  private static final int BROKEN = 3;
  private static final int WAITING = 100;

  /** When a comparison gives up. */
  private static final Duration LISTING = Duration.ofSeconds(4);

  private final BeatRecorder recorder = new BeatRecorder();

  /** A token that can't be read: what no heartbeat expects. */
  private static final class BreakingToken implements TokenSource {

    private final AtomicInteger left = new AtomicInteger();

    @Override
    public @Nullable String token() {
      boolean beating = Thread.currentThread().getName().startsWith("consul-heartbeat");
      if (beating && left.getAndUpdate(now -> Math.max(0, now - 1)) > 0) {
        throw new StackOverflowError("broken on purpose");
      }
      return null;
    }
  }

  private ConsulBridge bridge(FaultProxy proxy, TokenSource token) {
    AgentSettings settings =
        new AgentSettings(
            List.of(AgentAddress.parse(proxy.address())),
            ConsistencyMode.DEFAULT,
            token,
            TlsSettings.defaults(),
            null);
    ConsulBridge bridge = new ConsulBridge(settings, "one", false, new SimpleMeterRegistry());
    bridge.start();
    return bridge;
  }

  private static ServiceDefinition service(String id, Duration ttl) {
    return new ServiceDefinition(
        id, id, List.of(), Map.of(), null, 8080, ttl, Duration.ofMinutes(10));
  }

  private static boolean isPassing(ConsulAgentProcess agent) {
    return agent.get("/v1/agent/checks?filter=ServiceID==web").contains("\"Status\": \"passing\"");
  }

  @Test
  void oneThatBreaksIsFollowedByTheNext() throws Exception {
    BreakingToken token = new BreakingToken();
    try (ConsulAgentProcess agent = ConsulAgentProcess.start();
        FaultProxy proxy = new FaultProxy(agent.httpAddress(), recorder);
        ConsulBridge bridge = bridge(proxy, token);
        LivingService web =
            new LivingService(bridge.register(service("web", TTL), Health.passing()))) {
      web.registration().registered().toCompletableFuture().get(10, TimeUnit.SECONDS);
      Await.until("it beats", () -> recorder.beats() > 0);

      token.left.set(BROKEN);
      Await.until("some beats broke", () -> token.left.get() == 0);
      recorder.beginAnew();

      Await.until("it beats on", () -> recorder.beats() > BROKEN);
      assertThat(isPassing(agent)).isTrue();
    }
  }

  @Test
  void comesAtOnceWhenTheAgentIsBack() throws Exception {
    try (ConsulAgentProcess agent = ConsulAgentProcess.start();
        FaultProxy proxy = new FaultProxy(agent.httpAddress(), recorder);
        ConsulBridge bridge = bridge(proxy, TokenSource.none())) {
      Registration web = bridge.register(service("web", LONG_TTL), Health.passing());
      web.registered().toCompletableFuture().get(10, TimeUnit.SECONDS);
      assertThat(recorder.beats()).isZero();

      proxy.set(Fault.refuse());
      Registration noticing = bridge.register(service("noticing", LONG_TTL), Health.passing());
      Await.holdsFor(
          Duration.ofMillis(300),
          "the agent is away",
          () -> !noticing.registered().toCompletableFuture().isDone());
      proxy.set(Fault.pass());

      Await.within(Duration.ofSeconds(5), "it beats", () -> recorder.beats() > 0);
    }
  }

  @Test
  void goesOnWhileAppsWaitInEveryPossibleWay() throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    try (ConsulAgentProcess agent = ConsulAgentProcess.start();
        FaultProxy proxy = new FaultProxy(agent.httpAddress(), recorder);
        ConsulBridge bridge = bridge(proxy, TokenSource.none());
        AppConsul consul = bridge.appConsul("shop");
        LivingService web =
            new LivingService(bridge.register(service("web", TTL), Health.passing()))) {
      web.registration().registered().toCompletableFuture().get(10, TimeUnit.SECONDS);
      proxy.set(Fault.silent(), "/v1/kv/");
      long before = proxy.requests();
      for (int i = 0; i < WAITING; i++) {
        String key = "key-" + i;
        var unusedWatch = consul.watchKey(key, entry -> {});
        var unusedRead = threads.submit(() -> consul.get(key));
      }
      Await.until("they wait", () -> proxy.requests() - before > WAITING);
      recorder.beginAnew();

      Await.holdsFor(TTL.multipliedBy(3), "it is passing", () -> isPassing(agent));
      assertThat(recorder.longestGap()).isLessThan(TTL);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void goesOnWhileTheAgentIsSlowInSomethingElse() throws Exception {
    try (ConsulAgentProcess agent = ConsulAgentProcess.start();
        FaultProxy proxy = new FaultProxy(agent.httpAddress(), recorder);
        ConsulBridge bridge = bridge(proxy, TokenSource.none());
        LivingService web =
            new LivingService(bridge.register(service("web", TTL), Health.passing()))) {
      web.registration().registered().toCompletableFuture().get(10, TimeUnit.SECONDS);
      proxy.set(Fault.silent(), "/v1/agent/services");
      // A heartbeat for a check that is gone is the sign of trouble that starts the comparison.
      Registration gone = bridge.register(service("gone", LONG_TTL), Health.passing());
      gone.registered().toCompletableFuture().get(10, TimeUnit.SECONDS);
      String unused = agent.put("/v1/agent/service/deregister/gone", "");
      gone.health(Health.warning("noticed"));

      Await.holdsFor(LISTING.plus(TTL.multipliedBy(3)), "it is passing", () -> isPassing(agent));
    }
  }

  @Test
  void saysNothingGoodOfWhatWasRegisteredBefore() throws Exception {
    try (ConsulAgentProcess agent = ConsulAgentProcess.start();
        FaultProxy proxy = new FaultProxy(agent.httpAddress(), recorder);
        ConsulBridge bridge = bridge(proxy, TokenSource.none())) {
      Registration web = bridge.register(service("web", LONG_TTL), Health.critical("crashed"));
      web.registered().toCompletableFuture().get(10, TimeUnit.SECONDS);
      proxy.set(Fault.delay(Duration.ofMillis(500)), "/v1/agent/service/register");

      var unused = web.update(service("web", TTL).withMeta("run", "next"), Health.passing());
      web.health(Health.passing());

      Await.until("it is passing", () -> isPassing(agent));
      assertThat(agent.get("/v1/agent/service/web")).contains("\"run\": \"next\"");
    }
  }
}
