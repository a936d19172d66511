package io.emperor.consul.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emperor.api.ConsulException;
import io.emperor.api.ConsulException.Applied;
import io.emperor.api.ConsulException.Kind;
import io.emperor.api.Health;
import io.emperor.consul.Await;
import io.emperor.consul.ConsulAgentProcess;
import io.emperor.consul.ConsulBridge;
import io.emperor.consul.Fault;
import io.emperor.consul.FaultProxy;
import io.emperor.consul.app.AppConsul;
import io.emperor.consul.registration.Registration;
import io.emperor.consul.registration.ServiceDefinition;
import io.emperor.consul.settings.AgentAddress;
import io.emperor.consul.settings.AgentSettings;
import io.emperor.consul.settings.ConsistencyMode;
import io.emperor.consul.settings.TlsSettings;
import io.emperor.consul.settings.TokenSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Apps' calls with two ways to one agent, the first of which fails. */
@Tag("agent")
class FailOverTest {

  private static final Duration QUIET = Duration.ofMillis(200);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Set<String> compared = ConcurrentHashMap.newKeySet();
  private final Queue<String> registrations = new ConcurrentLinkedQueue<>();
  private ConsulAgentProcess agent;
  private FaultProxy first;
  private FaultProxy second;
  private ConsulBridge bridge;
  private AppConsul consul;

  @BeforeEach
  void start() {
    agent = ConsulAgentProcess.start();
    first = new FaultProxy(agent.httpAddress(), request -> note(request, first));
    second = new FaultProxy(agent.httpAddress(), request -> note(request, second));
    bridge = bridge();
    bridge.start();
    consul = bridge.appConsul("shop");
    consul.set("key", "value");
    Await.until("the agent is in its catalog", () -> consul.services().containsKey("consul"));
    Await.until("both were compared with", () -> compared.size() == 2);
    assertThat(consul.get("key")).isPresent();
    awaitQuiet(); // no comparison is under way any more that a fault would be seen by
  }

  private void awaitQuiet() {
    AtomicLong seen = new AtomicLong();
    AtomicLong since = new AtomicLong();
    Await.until(
        "nothing is asked any more",
        () -> {
          long asked = first.requests() + second.requests();
          if (seen.getAndSet(asked) != asked) {
            since.set(System.nanoTime());
          }
          return System.nanoTime() - since.get() > QUIET.toNanos();
        });
  }

  private void note(String request, FaultProxy proxy) {
    if (request.contains("/service/register")) {
      registrations.add(proxy.address());
    } else if (request.contains("/agent/self")) {
      compared.add(proxy.address());
    }
  }

  private ConsulBridge bridge() {
    return new ConsulBridge(
        new AgentSettings(
            List.of(AgentAddress.parse(first.address()), AgentAddress.parse(second.address())),
            ConsistencyMode.DEFAULT,
            TokenSource.none(),
            TlsSettings.defaults(),
            null),
        "one",
        true,
        new SimpleMeterRegistry());
  }

  @AfterEach
  void stop() {
    consul.close();
    bridge.close();
    first.close();
    second.close();
    agent.close();
  }

  static Stream<Fault> faults() {
    return Stream.of(
        Fault.refuse(),
        Fault.silent(),
        Fault.swallow(),
        Fault.cut(20),
        Fault.cut(0),
        Fault.status(429),
        Fault.status(500),
        Fault.status(503));
  }

  private static Duration time(Runnable call) {
    long begin = System.nanoTime();
    call.run();
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  @ParameterizedTest
  @MethodSource("faults")
  void aReadIsAnsweredByTheNextAgentWithinASecond(Fault fault) {
    first.set(fault);
    assertThat(time(() -> assertThat(consul.get("key")).isPresent())).isLessThan(SECOND);
    assertThat(time(() -> assertThat(consul.services()).containsKey("consul")))
        .as("the client library's calls, too")
        .isLessThan(SECOND);
  }

  @ParameterizedTest
  @MethodSource("faults")
  void readsComeBackToTheFirstAgent(Fault fault) {
    first.set(fault);
    assertThat(consul.get("key")).isPresent();
    first.set(Fault.pass());
    Await.within(
        Duration.ofSeconds(15),
        "it is asked again, and nobody else",
        () -> {
          long before = second.requests();
          boolean answered = consul.get("key").isPresent();
          return answered && second.requests() == before;
        });
  }

  @ParameterizedTest
  @MethodSource("faults")
  void aWriteThatWasSentIsNotSentElsewhere(Fault fault) {
    long asked = second.requests();
    first.set(fault);
    assertThatThrownBy(() -> consul.set("key", "other"))
        .asInstanceOf(InstanceOfAssertFactories.type(ConsulException.class))
        .satisfies(
            failure -> {
              assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
              assertThat(failure.applied())
                  .isEqualTo(fault.equals(Fault.status(429)) ? Applied.NO : Applied.UNKNOWN);
            });
    assertThat(second.requests()).isEqualTo(asked);
    assertThat(consul.set("key", "next")).as("the next write goes elsewhere").isTrue();
  }

  @Test
  void aSessionOutlivesTheSilenceOfAnAgentThatNothingIsRegisteredAt() throws Exception {
    String session = consul.sessionCreate(null, "held", null, List.of(), Duration.ofSeconds(10));
    first.set(Fault.silent());
    Await.holdsFor(
        Duration.ofSeconds(13), "it is renewed elsewhere", () -> consul.sessionAlive(session));
  }

  @Test
  void aWatchFollowsToTheNextAgentAsSoonAsTheFirstIsDoubted() {
    Queue<String> told = new ConcurrentLinkedQueue<>();
    consul.watchKey("key", entry -> told.add(entry.orElseThrow().text()));
    Await.until("it is told", () -> told.contains("value"));

    first.set(Fault.silent());
    assertThat(consul.get("key")).isPresent();
    assertThat(consul.set("key", "changed")).isTrue();

    Await.within(Duration.ofSeconds(3), "the change is told", () -> told.contains("changed"));
  }

  @Test
  void aServiceIsRegisteredAtTheFirstAgentAlthoughARequestOfAnAppFailedThere() throws Exception {
    first.set(Fault.status(500), "/v1/kv/");
    assertThat(consul.get("key")).isPresent();
    ServiceDefinition web =
        new ServiceDefinition(
            "web", "web", List.of(), Map.of(), null, 80, SECOND, Duration.ofMinutes(1));

    Registration registration = bridge.register(web, Health.passing());
    registration.registered().toCompletableFuture().get(5, TimeUnit.SECONDS);

    assertThat(registrations).containsExactly(first.address());
  }

  @Test
  void aWriteOfWhichNothingWasSentGoesToTheNextAgent() {
    first.set(Fault.refuse());
    try (ConsulBridge fresh = bridge();
        AppConsul app = fresh.appConsul("shop")) {
      assertThat(app.set("key", "other")).isTrue();
    }
  }

  @Test
  void anAnswerThatIsNoIsNoReasonToAskAnother() {
    long asked = first.requests();
    assertThatThrownBy(() -> consul.services("nowhere"))
        .asInstanceOf(InstanceOfAssertFactories.type(ConsulException.class))
        .extracting(ConsulException::kind)
        .isEqualTo(Kind.INVALID);
    assertThat(first.requests()).isGreaterThan(asked);
    assertThat(consul.get("missing")).isEmpty();
  }

  @Test
  void withNoAgentLeftTheFailureNamesThemAll() {
    first.set(Fault.refuse());
    second.set(Fault.refuse());
    assertThatThrownBy(() -> consul.get("key"))
        .hasMessageContaining(first.address())
        .hasMessageContaining(second.address())
        .asInstanceOf(InstanceOfAssertFactories.type(ConsulException.class))
        .extracting(ConsulException::applied)
        .isEqualTo(Applied.NO);
  }
}
