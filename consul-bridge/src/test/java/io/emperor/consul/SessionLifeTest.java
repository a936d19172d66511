package io.emperor.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.emperor.api.ConsulException;
import io.emperor.api.ConsulException.Applied;
import io.emperor.api.ConsulException.Kind;
import io.emperor.consul.app.AppConsul;
import io.emperor.consul.settings.AgentAddress;
import io.emperor.consul.settings.AgentSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sessions that are kept alive, against a real agent that allows short TTLs. */
class SessionLifeTest {

  private static final Duration TTL = Duration.ofSeconds(2);

  private final AtomicInteger losses = new AtomicInteger();
  private final ExecutorService appThreads = Executors.newCachedThreadPool();
  private ConsulAgentProcess agent;
  private ConsulBridge bridge;
  private AppConsul consul;

  @BeforeEach
  void start() {
    agent = ConsulAgentProcess.start("session_ttl_min = \"1s\"");
    bridge = bridgeTo(agent.httpAddress());
    consul = app("shop");
  }

  @AfterEach
  void stop() {
    consul.close();
    bridge.close();
    agent.close();
    appThreads.shutdownNow();
  }

  private static ConsulBridge bridgeTo(String address) {
    return new ConsulBridge(
        AgentSettings.of(AgentAddress.parse(address)), "one", false, new SimpleMeterRegistry());
  }

  private AppConsul app(String vassal) {
    AppConsul app = bridge.appConsul(vassal);
    app.runCallbacksOn(appThreads);
    return app;
  }

  private String create(AppConsul app, Duration ttl) {
    return app.sessionCreate(Duration.ZERO, "life", null, null, ttl, losses::incrementAndGet);
  }

  private boolean exists(String id) {
    return agent.get("/v1/session/info/" + id).contains(id);
  }

  private static Duration since(long begin) {
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  @Test
  void isKeptAliveOverManyTtls() throws Exception {
    String id = create(consul, Duration.ofSeconds(1));
    assertThat(consul.sessionInfo(id, null).orElseThrow().ttl()).isEqualTo(Duration.ofSeconds(1));
    Await.holdsFor(
        Duration.ofSeconds(5), "alive here and there", () -> consul.sessionAlive(id) && exists(id));
    assertThat(losses).hasValue(0);
  }

  @Test
  void isLostWithinTheTtlWhenTheAgentIsKilled() {
    String id = create(consul, TTL);
    long killed = System.nanoTime();
    agent.kill();
    Await.until("the app is told", () -> losses.get() == 1);
    assertThat(since(killed)).isLessThan(TTL.plusMillis(300));
    assertThat(consul.sessionAlive(id)).isFalse();
    assertThat(losses).hasValue(1);
  }

  @Test
  void outlivesAPauseOfTheAgentThatIsShorterThanTheTtl() throws Exception {
    Duration ttl = Duration.ofSeconds(6);
    String id = create(consul, ttl);
    agent.pause();
    try {
      Await.holdsFor(Duration.ofSeconds(4), "is alive", () -> consul.sessionAlive(id));
    } finally {
      agent.resume();
    }
    Await.holdsFor(Duration.ofSeconds(4), "is alive", () -> consul.sessionAlive(id));
    assertThat(losses).hasValue(0);
  }

  @Test
  void isLostWhileTheAgentIsPausedForLonger() {
    String id = create(consul, Duration.ofSeconds(1));
    agent.pause();
    try {
      Await.within(Duration.ofSeconds(2), "the app is told", () -> losses.get() == 1);
      assertThat(consul.sessionAlive(id)).isFalse();
    } finally {
      agent.resume();
    }
    Await.until("it is destroyed", () -> !exists(id));
    assertThat(losses).hasValue(1);
  }

  @Test
  void isLostWithinARenewalWhenSomebodyDestroysIt() {
    String id = create(consul, Duration.ofSeconds(6));
    agent.put("/v1/session/destroy/" + id, "");
    Await.within(Duration.ofMillis(2500), "the app is told", () -> losses.get() == 1);
    assertThat(consul.sessionAlive(id)).isFalse();
  }

  @Test
  void theAppsOwnDestroyIsSilent() throws Exception {
    String id = create(consul, TTL);
    assertThat(consul.sessionDestroy(id)).isTrue();
    assertThat(consul.sessionAlive(id)).isFalse();
    assertThat(exists(id)).isFalse();
    Await.holdsFor(TTL.plusMillis(500), "nothing is told", () -> losses.get() == 0);
  }

  @Test
  void isAliveNoMoreBeforeTheAppsDestroyIsSent() {
    String id = create(consul, TTL);
    agent.kill();
    assertThatThrownBy(() -> consul.sessionDestroy(id)).isInstanceOf(ConsulException.class);
    assertThat(consul.sessionAlive(id)).isFalse();
  }

  @Test
  void unloadingDestroysSilently() throws Exception {
    AppConsul going = app("going");
    String id = create(going, TTL);
    going.close();
    assertThat(exists(id)).isFalse();
    assertThatThrownBy(() -> going.sessionAlive(id)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> create(going, TTL)).isInstanceOf(IllegalStateException.class);
    Await.holdsFor(TTL.plusMillis(500), "nothing is told", () -> losses.get() == 0);
  }

  @Test
  void onlyOwnSessionsWithATtlAreAlive() {
    assertThat(consul.sessionAlive(consul.sessionCreate(null, null, null, null))).isFalse();
    assertThat(consul.sessionAlive("nobody's")).isFalse();
    AppConsul other = app("other");
    assertThat(other.sessionAlive(create(consul, TTL))).isFalse();
    String plain = consul.sessionCreate(null, null, null, List.of(), TTL);
    assertThat(consul.sessionAlive(plain)).isTrue();
    other.close();
  }

  @Test
  void aLockGoesToTheNextOnlyWhenTheFirstIsNotAlive() {
    AppConsul other = app("other");
    String first = create(consul, TTL);
    String second = create(other, Duration.ofSeconds(20));
    assertThat(consul.set("lock", "first", null, null, first, null)).isTrue();
    assertThat(other.set("lock", "second", null, null, second, null)).isFalse();
    agent.put("/v1/session/destroy/" + second, "");
    String third = create(other, Duration.ofSeconds(60));
    agent.pause();
    Await.until("the first is lost", () -> !consul.sessionAlive(first));
    agent.resume();
    Await.until("the lock goes over", () -> other.set("lock", "third", null, null, third, null));
    assertThat(consul.sessionAlive(first)).isFalse();
    other.close();
  }

  @Test
  void whatTheAppThrowsOrHangsInHoldsNobodyUp() throws Exception {
    CountDownLatch hung = new CountDownLatch(1);
    List<Runnable> unkind = new ArrayList<>();
    unkind.add(
        () -> {
          throw new BadWords();
        });
    unkind.add(
        () -> {
          try {
            hung.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    List<String> victims = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      victims.add(consul.sessionCreate(null, null, null, null, TTL, unkind.get(i % 2)));
    }
    AppConsul ended = bridge.appConsul("ended");
    ended.runCallbacksOn(
        task -> {
          throw new RejectedExecutionException("the app has ended");
        });
    victims.add(create(ended, TTL));
    victims.forEach(id -> agent.put("/v1/session/destroy/" + id, ""));
    String healthy = create(consul, Duration.ofSeconds(1));
    Await.until("all are lost", () -> victims.stream().noneMatch(consul::sessionAlive));
    Await.holdsFor(Duration.ofSeconds(3), "renewed", () -> consul.sessionAlive(healthy));
    assertThat(losses).hasValue(0);
    hung.countDown();
    ended.close();
  }

  private static final class BadWords extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new IllegalStateException("no words either; thrown on purpose by a test");
    }
  }

  @Test
  void lossesAreToldOnTimeThoughEveryRenewalHangs() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      ids.add(create(consul, Duration.ofSeconds(1)));
    }
    agent.pause();
    long paused = System.nanoTime();
    try {
      Await.until("all are told", () -> losses.get() == 30);
      assertThat(since(paused)).isLessThan(Duration.ofMillis(1500));
      assertThat(ids).noneMatch(consul::sessionAlive);
    } finally {
      agent.resume();
    }
  }

  @Test
  void aSessionMadeDuringTheUnloadingIsDestroyed() throws Exception {
    AppConsul going = app("going");
    agent.pause();
    var created = appThreads.submit(() -> create(going, TTL));
    Await.holdsFor(Duration.ofMillis(300), "is under way", () -> !created.isDone());
    going.close();
    agent.resume();
    assertThatThrownBy(created::get).hasCauseInstanceOf(IllegalStateException.class);
    assertThat(agent.get("/v1/session/list").strip()).isEqualTo("[]");
    assertThat(losses).hasValue(0);
  }

  private static void invalid(ThrowingCallable call, String words) {
    ConsulException failure = catchThrowableOfType(ConsulException.class, call);
    assertThat(failure).isNotNull().hasMessageContaining(words);
    assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(Kind.INVALID);
    assertThat(failure.applied()).isEqualTo(Applied.NO);
  }

  @ParameterizedTest
  @CsvSource({"10, 15", "20, 20", "3600, 60"})
  void theLockDelayCoversTheTimeInWhichAnEarlyEndIsNoticed(long ttl, long delay) {
    String session = consul.sessionCreate(null, null, null, List.of(), Duration.ofSeconds(ttl));
    assertThat(consul.sessionInfo(session, null).orElseThrow().lockDelay())
        .isEqualTo(Duration.ofSeconds(delay));
  }

  @Test
  @SuppressWarnings("NullAway") // what an app can do all the same
  void ttlsThatCannotBe() throws IOException {
    invalid(() -> create(consul, Duration.ofMillis(500)), "must be between");
    try (ServerSocket nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ConsulBridge unheard = bridgeTo("127.0.0.1:" + nobody.getLocalPort());
        AppConsul unsent = unheard.appConsul("unsent")) {
      invalid(() -> create(unsent, null), "give a TTL, or call the form without one");
      invalid(() -> create(unsent, Duration.ZERO), "not above 0");
      invalid(() -> create(unsent, Duration.ofSeconds(-1)), "not above 0");
      invalid(() -> create(unsent, Duration.ofHours(24).plusNanos(1)), "up to 24 h");
      invalid(() -> unsent.sessionCreate(null, null, null, null, TTL, null), "whenLost");
    }
  }
}
