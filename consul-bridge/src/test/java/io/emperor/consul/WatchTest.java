package io.emperor.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emperor.api.ConsulException;
import io.emperor.api.Health;
import io.emperor.api.KeyValue;
import io.emperor.api.ServiceInstance;
import io.emperor.api.Watch;
import io.emperor.consul.app.AppConsul;
import io.emperor.consul.settings.AgentAddress;
import io.emperor.consul.settings.AgentSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Listeners of apps, against a real agent. */
@Tag("agent")
class WatchTest {

  private static ConsulAgentProcess agent;
  private static ConsulBridge bridge;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch end = new CountDownLatch(1);
  private AppConsul consul;

  @BeforeAll
  static void startAgent() {
    agent = ConsulAgentProcess.start();
    bridge =
        new ConsulBridge(
            AgentSettings.of(AgentAddress.parse(agent.httpAddress())),
            "test",
            false,
            new SimpleMeterRegistry());
  }

  @AfterAll
  static void stopAgent() {
    bridge.close();
    agent.close();
  }

  @BeforeEach
  void open() {
    consul = bridge.appConsul("demo");
    consul.runCallbacksOn(threads);
  }

  @AfterEach
  void close() {
    consul.close();
    end.countDown();
    threads.shutdownNow();
    agent.send("DELETE", "/v1/kv/?recurse", "");
  }

  private static void set(String key, String value) {
    assertThat(agent.put("/v1/kv/" + key, value)).startsWith("true");
  }

  private static Consumer<Optional<KeyValue>> into(List<String> told) {
    return entry -> told.add(entry.map(KeyValue::text).orElse("none"));
  }

  private static void awaitTold(List<String> told, String... values) {
    Await.until("told " + List.of(values), () -> told.equals(List.of(values)));
  }

  private static List<ServiceInstance> last(List<List<ServiceInstance>> told) {
    return told.get(told.size() - 1);
  }

  private static List<String> told() {
    return new CopyOnWriteArrayList<>();
  }

  @Test
  void aServiceIsToldAtOnceAndAfterEveryChange() {
    List<List<ServiceInstance>> told = new CopyOnWriteArrayList<>();
    try (Watch watch = consul.watchService("web", told::add)) {
      Await.until("nobody is told", () -> last(told).isEmpty());
      agent.put(
          "/v1/agent/service/register",
          "{\"Name\":\"web\",\"Check\":{\"CheckID\":\"web-ttl\",\"TTL\":\"10m\"}}");
      Await.until("an instance is told", () -> last(told).size() == 1);
      assertThat(last(told).get(0).health().status()).isEqualTo(Health.Status.CRITICAL);
      agent.put("/v1/agent/check/pass/web-ttl?note=fine", "");
      Await.until(
          "its health is told", () -> last(told).get(0).health().equals(Health.passing("fine")));
      assertThat(last(told)).isEqualTo(consul.service("web")).isUnmodifiable();
      assertThat(watch.age()).isLessThan(Duration.ofSeconds(12));
      agent.put("/v1/agent/service/deregister/web", "");
      Await.until("it is gone", () -> last(told).isEmpty());
    }
  }

  @Test
  void theEmperorListensToo() {
    List<List<ServiceInstance>> told = new CopyOnWriteArrayList<>();
    try (Watch watch = bridge.watchService("consul", told::add)) {
      Await.until("the agent itself is told", () -> last(told).size() == 1);
      assertThat(watch.age()).isLessThan(Duration.ofSeconds(5));
    }
    assertThatThrownBy(() -> bridge.watchService("", told::add))
        .isInstanceOf(ConsulException.class);
  }

  @Test
  void aKeyIsToldFromItsAbsenceOn() {
    List<String> told = told();
    try (Watch watch = consul.watchKey("a key/é", into(told))) {
      awaitTold(told, "none");
      consul.set("a key/é", "Grüße");
      awaitTold(told, "none", "Grüße");
      consul.del("a key/é");
      awaitTold(told, "none", "Grüße", "none");
      assertThat(watch.age()).isLessThan(Duration.ofSeconds(12));
    }
  }

  @Test
  void wrongNamesAreRefused() {
    assertThatThrownBy(() -> consul.watchKey("/k", entry -> {}))
        .isInstanceOf(ConsulException.class);
    assertThatThrownBy(() -> consul.watchService("", list -> {}))
        .isInstanceOf(ConsulException.class);
  }

  @Test
  void aSecondListenerIsToldWhatIsKnownAlready() {
    List<String> first = told();
    List<String> second = told();
    try (Watch one = consul.watchKey("k", into(first))) {
      awaitTold(first, "none");
      try (Watch two = consul.watchKey("k", into(second))) {
        awaitTold(second, "none");
        assertThat(two.age()).isLessThan(Duration.ofSeconds(12));
      }
      set("k", "v");
      awaitTold(first, "none", "v");
      assertThat(second).containsExactly("none");
      assertThat(one.age()).isLessThan(Duration.ofSeconds(12));
    }
  }

  /** Its words are as broken as the app that throws it. */
  private static final class Speechless extends Error {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new StackOverflowError();
    }
  }

  @Test
  void aListenerThatThrowsHearsTheNextChange() {
    List<String> told = told();
    Watch watch =
        consul.watchKey(
            "k",
            entry -> {
              into(told).accept(entry);
              throw new Speechless();
            });
    awaitTold(told, "none");
    set("k", "one");
    awaitTold(told, "none", "one");
    set("k", "two");
    awaitTold(told, "none", "one", "two");
    watch.close();
  }

  @Test
  void aListenerThatHangsHoldsUpNobody() {
    CountDownLatch hanging = new CountDownLatch(1);
    List<String> slow = told();
    List<String> quick = told();
    Watch hung =
        consul.watchKey(
            "k",
            entry -> {
              into(slow).accept(entry);
              hanging.countDown();
              uninterrupted(end);
            });
    Await.until("it hangs", () -> hanging.getCount() == 0);
    Watch watch = consul.watchKey("k", into(quick));
    awaitTold(quick, "none");
    for (String value : List.of("one", "two", "three")) {
      set("k", value);
      Await.until(value, () -> quick.get(quick.size() - 1).equals(value));
    }
    assertThat(slow).containsExactly("none");
    end.countDown();
    awaitTold(slow, "none", "three");
    hung.close();
    watch.close();
  }

  private static void uninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aListenerMayCloseItsOwnWatch() throws Exception {
    List<String> told = told();
    CompletableFuture<Watch> watch = new CompletableFuture<>();
    watch.complete(
        consul.watchKey(
            "k",
            entry -> {
              into(told).accept(entry);
              watch.join().close();
            }));
    awaitTold(told, "none");
    set("k", "one");
    Await.holdsFor(Duration.ofMillis(500), "no more", () -> told.size() == 1);
  }

  @Test
  void watchesEndWithTheApp() throws Exception {
    List<String> told = told();
    Watch watch = consul.watchKey("k", into(told));
    awaitTold(told, "none");
    consul.close();
    set("k", "one");
    Await.holdsFor(Duration.ofMillis(500), "no more", () -> told.size() == 1);
    watch.close();
    assertThatThrownBy(() -> consul.watchKey("k", into(told)))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> consul.age()).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anAppWhoseThreadsHaveEndedHoldsUpNobody() {
    List<String> told = told();
    AppConsul other = bridge.appConsul("ended");
    other.runCallbacksOn(
        task -> {
          throw new OutOfMemoryError("unable to create native thread");
        });
    Watch refused = other.watchKey("k", into(told()));
    Watch watch = consul.watchKey("k", into(told));
    awaitTold(told, "none");
    set("k", "one");
    awaitTold(told, "none", "one");
    refused.close();
    watch.close();
    other.close();
  }

  @Test
  void noThreadOfTheBridgeIsBornIntoAnApp() throws Exception {
    List<String> told = told();
    ThreadGroup group = new ThreadGroup("app");
    ClassLoader loader = new ClassLoader() {};
    try (ConsulBridge other =
            new ConsulBridge(
                AgentSettings.of(AgentAddress.parse(agent.httpAddress())),
                "other",
                false,
                new SimpleMeterRegistry());
        AppConsul app = other.appConsul("app")) {
      app.runCallbacksOn(threads);
      Thread thread = new Thread(group, () -> app.watchKey("k", into(told)));
      thread.setContextClassLoader(loader);
      thread.start();
      thread.join(5000);
      awaitTold(told, "none");
      assertThat(group.activeCount()).isZero();
      assertThat(Thread.getAllStackTraces().keySet())
          .filteredOn(one -> one.getName().startsWith("consul-live"))
          .isNotEmpty()
          .allMatch(one -> one.isDaemon() && one.getContextClassLoader() != loader);
    }
  }

  @Test
  void manyQuestionsShareTheConnectionsAndEachHearsSoon() {
    List<String> heard = new CopyOnWriteArrayList<>();
    IntStream.range(0, 200)
        .forEach(
            i -> {
              var unused = consul.watchKey("many/" + i, entry -> heard.add(i + "=" + into(entry)));
            });
    Await.within(Duration.ofSeconds(10), "all are told", () -> heard.size() == 200);
    for (int i = 0; i < 200; i += 20) {
      set("many/" + i, "changed");
      String wanted = i + "=changed";
      Await.within(Duration.ofSeconds(5), wanted, () -> heard.contains(wanted));
      assertThat(Connections.to(AgentAddress.parse(agent.httpAddress()).port()))
          .isLessThanOrEqualTo(48 + 3);
    }
  }

  private static String into(Optional<KeyValue> entry) {
    return entry.map(KeyValue::text).orElse("none");
  }

  @Test
  void aNewQuestionHasItsTurnAlthoughAllRequestsWait() {
    List<String> heard = new CopyOnWriteArrayList<>();
    IntStream.range(0, 48)
        .forEach(
            i -> {
              var unused = consul.watchKey("first/" + i, entry -> heard.add("first"));
            });
    Await.until("all are told", () -> heard.size() == 48);
    var unused = consul.watchKey("late", entry -> heard.add("late"));
    Await.within(Duration.ofSeconds(4), "the late one is told", () -> heard.contains("late"));
  }
}
