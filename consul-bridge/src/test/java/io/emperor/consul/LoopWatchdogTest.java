package io.emperor.consul;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.api.Health;
import io.emperor.api.Watch;
import io.emperor.base.LoopWatchdog;
import io.emperor.base.WatchedThreads;
import io.emperor.consul.app.AppConsul;
import io.emperor.consul.registration.Registration;
import io.emperor.consul.registration.ServiceDefinition;
import io.emperor.consul.settings.AgentAddress;
import io.emperor.consul.settings.AgentSettings;
import io.emperor.consul.settings.ConsistencyMode;
import io.emperor.consul.settings.TlsSettings;
import io.emperor.consul.settings.TokenSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Loops that hang show, and only they. */
@Tag("agent")
class LoopWatchdogTest {

  private static final Duration MINUTE = Duration.ofMinutes(1).plusSeconds(1);

  private final MovableClock clock = new MovableClock();

  @Test
  void aLoopShowsWhenItHasNotTurnedForTooLong() {
    LoopWatchdog watchdog = new LoopWatchdog(clock);
    LoopWatchdog.Turns fast = watchdog.loop("fast", Duration.ofSeconds(30));
    LoopWatchdog.Turns slow = watchdog.loop("slow", Duration.ofSeconds(90));
    clock.move(MINUTE);
    assertThat(watchdog.stalled()).containsExactly("fast");
    clock.move(MINUTE);
    assertThat(watchdog.stalled()).containsExactly("fast", "slow");
    slow.turned();
    fast.close();
    assertThat(watchdog.stalled()).isEmpty();
  }

  @Test
  void oneThreadThatHangsShowsAlsoWhileTheOthersGoOn() throws Exception {
    LoopWatchdog watchdog = new LoopWatchdog(clock);
    WatchedThreads threads = WatchedThreads.begun(watchdog, "work", 2, "test");
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    try {
      var hanging =
          threads.submit(
              () -> {
                begun.countDown();
                release.await();
                return "";
              });
      begun.await();
      threads.submit(() -> "").get(5, TimeUnit.SECONDS);
      assertThat(watchdog.stalled()).isEmpty();
      clock.move(MINUTE);
      assertThat(watchdog.stalled()).containsExactly("work");
      release.countDown();
      hanging.get(5, TimeUnit.SECONDS);
      Await.until("it has ended", () -> watchdog.stalled().isEmpty());
    } finally {
      threads.shutdownNow();
    }
  }

  /** A token on a file system that hangs, for one kind of threads. */
  private static final class HangingToken implements TokenSource {

    private volatile String hangs = "nobody";

    @Override
    public @Nullable String token() {
      while (Thread.currentThread().getName().startsWith(hangs)) {
        LockSupport.parkNanos(1_000_000);
      }
      return null;
    }
  }

  private ConsulBridge bridge(String agent, TokenSource token) {
    AgentSettings settings =
        new AgentSettings(
            List.of(AgentAddress.parse(agent)),
            ConsistencyMode.DEFAULT,
            token,
            TlsSettings.defaults(),
            null);
    ConsulBridge bridge = new ConsulBridge(settings, "one", false, Unmetered.by(clock));
    bridge.start();
    return bridge;
  }

  private static Registration register(ConsulBridge bridge) {
    return bridge.register(
        new ServiceDefinition(
            "web-1",
            "web",
            List.of(),
            Map.of(),
            null,
            80,
            Duration.ofSeconds(1),
            Duration.ofMinutes(10)),
        Health.passing());
  }

  @Test
  void everyKindOfWorkThatHangsHasItsName() throws Exception {
    HangingToken token = new HangingToken();
    try (ConsulAgentProcess agent = ConsulAgentProcess.start();
        ConsulBridge bridge = bridge(agent.httpAddress(), token);
        AppConsul consul = bridge.appConsul("shop");
        LivingService web = new LivingService(register(bridge))) {
      web.registration().registered().toCompletableFuture().get(10, TimeUnit.SECONDS);
      assertThat(bridge.stalled()).isEmpty();

      hangs(bridge, token, "consul-reconciler", "comparison with");
      hangs(bridge, token, "consul-heartbeat", "heartbeats to");
      token.hangs = "consul-live-query";
      try (Watch watch = consul.watchKey("k", entry -> {})) {
        hangs(bridge, token, "consul-live-query", "live queries");
        Await.until("it is asked again", () -> watch.age().compareTo(MINUTE) < 0);
      }
    }
  }

  private void hangs(ConsulBridge bridge, HangingToken token, String threads, String loop)
      throws Exception {
    token.hangs = threads;
    Await.within(
        Duration.ofSeconds(20),
        loop + " shows",
        () -> {
          clock.move(MINUTE);
          LockSupport.parkNanos(1_500_000_000);
          List<String> stalled = bridge.stalled();
          return stalled.size() == 1 && stalled.get(0).startsWith(loop);
        });
    token.hangs = "nobody";
    Await.until("it turns again", () -> bridge.stalled().isEmpty());
  }

  @Test
  void anAgentThatIsGoneOrSilentStopsNoLoop() throws Exception {
    try (ConsulAgentProcess agent = ConsulAgentProcess.start();
        FaultProxy proxy = new FaultProxy(agent.httpAddress());
        ConsulBridge bridge = bridge(proxy.address(), TokenSource.none());
        AppConsul consul = bridge.appConsul("shop");
        Watch watch = consul.watchKey("k", entry -> {});
        LivingService web = new LivingService(register(bridge))) {
      web.registration().registered().toCompletableFuture().get(10, TimeUnit.SECONDS);
      for (Fault fault : List.of(Fault.refuse(), Fault.silent())) {
        proxy.set(fault);
        clock.move(MINUTE);
        Await.within(Duration.ofSeconds(20), "all have turned", () -> bridge.stalled().isEmpty());
      }
      assertThat(watch.age()).as("there was an outage").isGreaterThan(MINUTE);
    }
  }
}
