package io.emperor.consul.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emperor.api.ConsulException;
import io.emperor.api.ConsulException.Kind;
import io.emperor.api.Leadership;
import io.emperor.api.Lease;
import io.emperor.api.LeaseLostException;
import io.emperor.api.Registered;
import io.emperor.consul.Await;
import io.emperor.consul.ConsulAgentProcess;
import io.emperor.consul.ConsulBridge;
import io.emperor.consul.app.AppConsul;
import io.emperor.consul.lease.FleetSettings;
import io.emperor.consul.lease.LeaseTimes;
import io.emperor.consul.settings.AgentAddress;
import io.emperor.consul.settings.AgentSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names, leads and fenced writes of two emperors over one agent. */
@Tag("agent")
class NamesTest {

  private static final Duration SOON = Duration.ofSeconds(5);

  private static ConsulAgentProcess agent;
  private static ConsulBridge one;
  private static ConsulBridge two;
  private static final ExecutorService threads = Executors.newCachedThreadPool();

  private final List<AppConsul> apps = new ArrayList<>();

  @BeforeAll
  static void start() {
    agent = ConsulAgentProcess.start();
    one = bridge("one");
    two = bridge("two");
    one.joinFleet();
    two.joinFleet();
  }

  private static ConsulBridge bridge(String name) {
    FleetSettings fleet =
        new FleetSettings("shop", Map.of("emperor", name), "1", null, LeaseTimes.DEFAULT);
    return new ConsulBridge(
        AgentSettings.of(AgentAddress.parse(agent.httpAddress())),
        name,
        fleet,
        false,
        new SimpleMeterRegistry());
  }

  @AfterAll
  static void stop() {
    one.close();
    two.close();
    agent.close();
    threads.shutdownNow();
  }

  private AppConsul app(ConsulBridge bridge, String vassal) {
    AppConsul app = bridge.appConsul(vassal);
    app.runCallbacksOn(threads);
    apps.add(app);
    return app;
  }

  @AfterEach
  void unload() {
    apps.forEach(AppConsul::close);
  }

  @Test
  void aNameIsOneAppsAlone() {
    AppConsul shop = app(one, "shop");
    Lease lease = shop.register("orders/eu", "http://here").orElseThrow();
    assertThat(lease.held()).isTrue();
    assertThat(lease.fence()).isPositive();
    assertThat(lease.remaining()).isPositive().isLessThanOrEqualTo(Duration.ofMillis(2600));
    assertThat(shop.register("orders/eu", "other")).containsSame(lease);
    assertThat(app(one, "other").register("orders/eu", "x")).isEmpty();
    assertThat(app(two, "third").register("orders/eu", "x")).isEmpty();
    Registered found = app(two, "third").lookup("orders/eu").orElseThrow();
    assertThat(found)
        .isEqualTo(
            new Registered(
                "orders/eu", "http://here", "one", "shop", lease.fence(), Optional::empty));
    assertThat(shop.registered("orders/")).containsExactly(found);
    assertThat(shop.registered("orders/us")).isEmpty();
    lease.close();
    assertThat(lease.held()).isFalse();
    assertThatThrownBy(lease::check).isInstanceOf(LeaseLostException.class);
    assertThat(shop.lookup("orders/eu")).isEmpty();
    Lease next = app(two, "third").register("orders/eu", "x").orElseThrow();
    assertThat(next.fence()).isGreaterThan(lease.fence());
  }

  @Test
  void whoWaitsGetsTheNameWhenItIsGivenBack() throws Exception {
    Lease lease = app(one, "shop").register("waited", "").orElseThrow();
    AppConsul other = app(two, "other");
    assertThatThrownBy(() -> other.register("waited", "", Duration.ofMillis(100)))
        .isInstanceOfSatisfying(
            ConsulException.class, failure -> assertThat(failure.kind()).isEqualTo(Kind.CONFLICT));
    var waiting = threads.submit(() -> other.register("waited", "", SOON));
    lease.close();
    assertThat(waiting.get(5, TimeUnit.SECONDS).fence()).isGreaterThan(lease.fence());
  }

  @Test
  void oneLeadsAndAnotherFollowsWhenItIsUnloaded() throws Exception {
    BlockingQueue<String> events = new LinkedBlockingQueue<>();
    AppConsul first = app(one, "first");
    first.lead("job", lease -> led(events, "first"));
    assertThat(events.poll(5, TimeUnit.SECONDS)).isEqualTo("first leads");
    Leadership second = app(two, "second").lead("job", lease -> led(events, "second"));
    assertThat(second.isLeader()).isFalse();
    first.close();
    assertThat(events.poll(5, TimeUnit.SECONDS)).isEqualTo("first ends");
    assertThat(events.poll(5, TimeUnit.SECONDS)).isEqualTo("second leads");
    assertThat(second.isLeader()).isTrue();
    second.close();
    assertThat(events.poll(5, TimeUnit.SECONDS)).isEqualTo("second ends");
  }

  @Test
  void nobodyLeadsOnceTheLeaderIsUnloaded() throws Exception {
    BlockingQueue<String> events = new LinkedBlockingQueue<>();
    AppConsul reader = app(two, "reader");
    for (int round = 0; round < 10; round++) {
      AppConsul leader = app(one, "leader");
      leader.lead("round", lease -> led(events, "leader"));
      assertThat(events.poll(5, TimeUnit.SECONDS)).isEqualTo("leader leads");
      leader.releaseNames().toCompletableFuture().get(5, TimeUnit.SECONDS);
      assertThat(reader.lookup("round")).isEmpty();
      assertThat(events.poll(5, TimeUnit.SECONDS)).isEqualTo("leader ends");
    }
  }

  private static void led(BlockingQueue<String> events, String who) {
    events.add(who + " leads");
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      events.add(who + " ends");
    }
  }

  @Test
  void anEmperorThatLeavesSaysSoAndItsSuccessorNeedNotWait() throws Exception {
    ConsulBridge gone = bridge("leaving");
    gone.joinFleet();
    Lease first = app(gone, "shop").register("left behind", "").orElseThrow();
    gone.close();
    assertThat(agent.get("/v1/kv/emperor/shop/emperors/leaving?raw")).contains("\"left\"");
    try (ConsulBridge next = bridge("leaving")) {
      next.joinFleet();
      long begun = System.nanoTime();
      Lease second = app(next, "shop").register("left behind", "").orElseThrow();
      assertThat(second.fence()).isGreaterThan(first.fence());
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(3));
      second.close();
    }
  }

  @Test
  void aTaskThatThrowsStandsAgain() throws Exception {
    BlockingQueue<Long> fences = new LinkedBlockingQueue<>();
    BlockingQueue<Long> moments = new LinkedBlockingQueue<>();
    app(one, "shop")
        .lead(
            "failing",
            lease -> {
              moments.add(System.nanoTime());
              fences.add(lease.fence());
              throw new IllegalStateException("the database is gone");
            });
    Long first = fences.poll(5, TimeUnit.SECONDS);
    assertThat(fences.poll(5, TimeUnit.SECONDS)).isGreaterThan(first);
    assertThat(-moments.take() + moments.take()).isGreaterThan(400_000_000L);
  }

  @Test
  void aWriteWithALeaseThatIsOverIsRefused() {
    AppConsul shop = app(one, "shop");
    Lease lease = shop.register("writer", "").orElseThrow();
    assertThat(shop.set(lease, "fenced/a", bytes("1"), null)).isTrue();
    assertThat(shop.set(lease, "fenced/a", bytes("2"), 0L)).isFalse();
    assertThat(shop.get("fenced/a").orElseThrow().text()).isEqualTo("1");
    agent.send("DELETE", "/v1/kv/emperor/shop/names/writer", "");
    assertThatThrownBy(() -> shop.set(lease, "fenced/a", bytes("3"), null))
        .isInstanceOf(LeaseLostException.class);
    assertThat(lease.held()).isFalse();
    assertThatThrownBy(() -> shop.del(lease, "fenced/a", null))
        .isInstanceOf(LeaseLostException.class);
    assertThat(shop.get("fenced/a").orElseThrow().text()).isEqualTo("1");
  }

  @Test
  void aNameThatSomebodyElseWritesIsLostAndHadAgain() {
    AppConsul shop = app(one, "shop");
    Lease lease = shop.register("stolen", "").orElseThrow();
    CountDownLatch lost = new CountDownLatch(1);
    lease.onLost(lost::countDown);
    agent.send("PUT", "/v1/kv/emperor/shop/names/stolen", "nonsense");
    Await.until("the loss is told", () -> lost.getCount() == 0);
    assertThat(lease.held()).isFalse();
    assertThat(shop.register("stolen", "", Duration.ofSeconds(10)).fence())
        .isGreaterThan(lease.fence());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b",
        "/",
        "//",
        "a/",
        "/a//b",
        "..",
        "a/../b",
        "=2F",
        "ü€\ud83d\ude00",
        "%2F?x=1#"
      })
  void aNameIsAnyText(String name) {
    AppConsul shop = app(one, "shop");
    Lease lease = shop.register(name, name).orElseThrow();
    assertThat(lease.name()).isEqualTo(name);
    assertThat(app(two, "other").lookup(name).orElseThrow().name()).isEqualTo(name);
    assertThat(shop.registered("")).extracting(Registered::name).containsExactly(name);
    assertThat(shop.registered(name)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\nb", "\u0000", "\ud800"})
  void aNameThatCantBeOneIsInvalid(String name) {
    AppConsul shop = app(one, "shop");
    assertThatThrownBy(() -> shop.register(name, ""))
        .isInstanceOfSatisfying(
            ConsulException.class, failure -> assertThat(failure.kind()).isEqualTo(Kind.INVALID));
    assertThatThrownBy(() -> shop.lead(name, lease -> {})).isInstanceOf(ConsulException.class);
    assertThatThrownBy(() -> shop.lookup(name)).isInstanceOf(ConsulException.class);
    assertThatThrownBy(() -> shop.watchName(name, found -> {})).isInstanceOf(ConsulException.class);
  }
}
