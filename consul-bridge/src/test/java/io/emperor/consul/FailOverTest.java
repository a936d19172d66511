package io.emperor.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emperor.api.ConsulException;
import io.emperor.api.ConsulException.Applied;
import io.emperor.api.ConsulException.Kind;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Apps' calls with two ways to one agent, the first of which fails. */
class FailOverTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private ConsulAgentProcess agent;
  private FaultProxy first;
  private FaultProxy second;
  private ConsulBridge bridge;
  private AppConsul consul;

  @BeforeEach
  void start() {
    agent = ConsulAgentProcess.start();
    first = new FaultProxy(agent.httpAddress());
    second = new FaultProxy(agent.httpAddress());
    bridge = bridge();
    bridge.start();
    consul = bridge.appConsul("shop");
    consul.set("key", "value");
    Await.until("the second was compared with, too", () -> second.requests() == 2);
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
        true);
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
