package io.emperor.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.emperor.api.ConsulException;
import io.emperor.api.ConsulException.Applied;
import io.emperor.api.ConsulException.Kind;
import io.emperor.api.Health;
import io.emperor.consul.EndlessAgent.Way;
import io.emperor.consul.http.AgentReachability;
import io.emperor.consul.http.AnswerTooLong;
import io.emperor.consul.http.BridgeContext;
import io.emperor.consul.http.Meters;
import io.emperor.consul.registration.HeartbeatClient;
import io.emperor.consul.registration.HeartbeatRequest;
import io.emperor.consul.settings.AgentAddress;
import io.emperor.consul.settings.AgentSettings;
import io.emperor.consul.settings.ConsistencyMode;
import io.emperor.consul.settings.TlsSettings;
import io.emperor.consul.settings.TokenSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An agent, or what is taken for one, that answers without end. */
@Tag("jdk")
class LongAnswerTest {

  private static final long MEBIBYTE = 1 << 20;

  /** What the system takes from a sender without being asked to. */
  private static final long UNDER_WAY = 16 * MEBIBYTE;

  private static AgentSettings settings(AgentAddress agent) {
    return new AgentSettings(
        List.of(agent), ConsistencyMode.DEFAULT, TokenSource.none(), TlsSettings.defaults(), null);
  }

  private static ConsulException reading(EndlessAgent agent) {
    try (ConsulBridge bridge =
        new ConsulBridge(settings(agent.address()), "one", false, new SimpleMeterRegistry())) {
      return Objects.requireNonNull(
          catchThrowableOfType(
              ConsulException.class, () -> bridge.appConsul("reader").list("config/")));
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void anAppsReadEndsBeforeTheMemoryDoes(Way way) throws Exception {
    try (EndlessAgent agent = new EndlessAgent(way)) {
      ConsulException failure = reading(agent);

      assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
      assertThat(failure.applied()).isEqualTo(Applied.NO);
      assertThat(failure.getMessage()).hasSizeLessThan(500);
      // OkHttp throws away what comes within a tenth of a second, before it closes a connection.
      assertThat(agent.sent()).isLessThan(EndlessAgent.GIGABYTE / 2);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Way.class,
      names = {"ANNOUNCED", "CHUNKED", "UNTIL_THE_END", "REFUSING"})
  void whoeverReadsIsToldWhy(Way way) throws Exception {
    try (EndlessAgent agent = new EndlessAgent(way)) {
      ConsulException failure = reading(agent);

      assertThat(failure)
          .hasMessageEndingWith(
              "the answer of %s is longer than %s MiB; ask for less, or give the JVM more memory",
              agent.address(), AnswerTooLong.limit() / MEBIBYTE);
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void aHeartbeatReadsNextToNothing(Way way) throws Exception {
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    BridgeContext context =
        new BridgeContext(System::nanoTime, new Random(1), new Meters(new SimpleMeterRegistry()));
    try (EndlessAgent agent = new EndlessAgent(way);
        HeartbeatClient client =
            new HeartbeatClient(
                settings(agent.address()),
                new AgentReachability(agent.address(), context.clock()),
                timer,
                context)) {
      HeartbeatRequest beat =
          new HeartbeatRequest(
              Health.passing(),
              "the beat",
              "/v1/agent/check/update/service:web",
              "{}".getBytes(StandardCharsets.UTF_8));
      ConsulException failure = catchThrowableOfType(ConsulException.class, () -> client.put(beat));

      assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
      assertThat(failure.applied()).isEqualTo(Applied.UNKNOWN);
      assertThat(agent.sent()).isLessThan(UNDER_WAY);
    } finally {
      timer.shutdownNow();
    }
  }
}
