package io.emperor.consul.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.emperor.api.ConsulException;
import io.emperor.api.ConsulException.Applied;
import io.emperor.api.ConsulException.Kind;
import io.emperor.api.Health;
import io.emperor.consul.Await;
import io.emperor.consul.CuttingAgent;
import io.emperor.consul.FaultProxy;
import io.emperor.consul.FreePort;
import io.emperor.consul.RecordingAgent;
import io.emperor.consul.http.AgentHttp;
import io.emperor.consul.http.AgentReachability;
import io.emperor.consul.http.BridgeContext;
import io.emperor.consul.http.Meters;
import io.emperor.consul.settings.AgentAddress;
import io.emperor.consul.settings.AgentSettings;
import io.emperor.consul.settings.ConsistencyMode;
import io.emperor.consul.settings.TlsSettings;
import io.emperor.consul.settings.TokenSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Heartbeats on the wire. */
@Tag("jdk")
class HeartbeatClientTest {

  private static final String PATH = "/v1/agent/check/update/service:web";
  private static final HeartbeatRequest BEAT =
      new HeartbeatRequest(
          Health.passing(),
          "the beat",
          PATH,
          "{\"Status\":\"passing\"}".getBytes(StandardCharsets.UTF_8));
  private static final long TRICKLE = Duration.ofMillis(200).toNanos();

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final BridgeContext context =
      new BridgeContext(System::nanoTime, new Random(1), new Meters(registry));

  @AfterEach
  void stop() {
    timer.shutdownNow();
  }

  private HeartbeatClient line(AgentAddress agent) {
    AgentSettings settings =
        new AgentSettings(
            List.of(agent),
            ConsistencyMode.DEFAULT,
            TokenSource.fixed("secret-token"),
            TlsSettings.defaults(),
            null);
    return new HeartbeatClient(
        settings, new AgentReachability(agent, context.clock()), timer, context);
  }

  private static ConsulException failing(HeartbeatClient client) {
    return Objects.requireNonNull(
        catchThrowableOfType(ConsulException.class, () -> client.put(BEAT)));
  }

  @Test
  void aBeatIsWhatIsSaidWithTheTokenBesideIt() {
    try (RecordingAgent agent = new RecordingAgent();
        HeartbeatClient client = line(agent.address())) {
      client.put(BEAT);

      assertThat(agent.last())
          .isEqualTo(
              new RecordingAgent.Seen("PUT", PATH, "secret-token", "", "{\"Status\":\"passing\"}"));
    }
  }

  @Test
  void manyBeatsGoOverOneConnection() throws IOException {
    try (CuttingAgent agent = new CuttingAgent(100);
        HeartbeatClient client = line(agent.address())) {
      for (int i = 0; i < 50; i++) {
        client.put(BEAT);
      }
      assertThat(agent.requests()).isEqualTo(50);
      assertThat(agent.connections()).isOne();
    }
  }

  @Test
  void aCutConnectionLeavesABeatUnknownAndUnrepeatedAndTheNextGoesThrough() throws IOException {
    try (CuttingAgent agent = new CuttingAgent(1);
        HeartbeatClient client = line(agent.address())) {
      client.put(BEAT);

      ConsulException failure = failing(client);

      assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
      assertThat(failure.applied()).isEqualTo(Applied.UNKNOWN);
      assertThat(failure).hasMessageContaining("the connection was closed");
      assertThat(agent.requests()).isEqualTo(2);
      client.put(BEAT);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "301, '', INVALID",
    "403, 'Permission denied', FORBIDDEN",
    "404, 'unknown check', INVALID",
    "429, 'slow down', UNAVAILABLE",
    "500, 'oops', UNAVAILABLE",
  })
  void aRefusalIsUnderstoodAndCostsNoConnection(int status, String body, Kind kind) {
    try (RecordingAgent agent = new RecordingAgent();
        HeartbeatClient client = line(agent.address())) {
      agent.answering(status, body);

      ConsulException failure = failing(client);

      assertThat(failure.kind()).isEqualTo(kind);
      assertThat(failure).hasMessageContaining(body).hasMessageContaining("the beat");
      assertThat(agent.seen()).hasSize(1);
      agent.answering(200, "");
      client.put(BEAT);
    }
  }

  @Test
  void nobodyThereMeansNothingWasApplied() throws IOException {
    AgentAddress nobody = new AgentAddress("http", "127.0.0.1", FreePort.find());
    try (HeartbeatClient client = line(nobody)) {
      ConsulException failure = failing(client);

      assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
      assertThat(failure.applied()).isEqualTo(Applied.NO);
      assertThat(failure).hasMessageContaining(nobody.toString());
    }
  }

  @Test
  void everyBeatIsMeasuredByItsResult() throws IOException {
    try (CuttingAgent agent = new CuttingAgent(1);
        HeartbeatClient client = line(agent.address())) {
      client.put(BEAT);
      ConsulException unused = failing(client);
    }
    assertThat(measured("ok")).isOne();
    assertThat(measured("failed")).isOne();
  }

  private long measured(String result) {
    return registry
        .get("emperor.consul.requests")
        .tag("endpoint", "agent/check/update")
        .tag("result", result)
        .timer()
        .count();
  }

  @Test
  void anAnswerThatTricklesInIsCutOff() throws IOException {
    try (ServerSocket agent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        HeartbeatClient client =
            line(new AgentAddress("http", "127.0.0.1", agent.getLocalPort()))) {
      Thread unused = FaultProxy.daemon(() -> trickle(agent), "trickling-agent");
      long begin = System.nanoTime();

      assertThat(failing(client).applied()).isEqualTo(Applied.UNKNOWN);

      assertThat(Duration.ofNanos(System.nanoTime() - begin))
          .isLessThan(AgentHttp.Limits.REGISTRY.call().plusSeconds(4));
    }
  }

  /** Twenty seconds' worth of an answer that has a second line, byte by byte. */
  private static void trickle(ServerSocket agent) {
    try (Socket socket = agent.accept();
        OutputStream out = socket.getOutputStream()) {
      byte[] answer = "HTTP/1.1 200 OK\r\nX: ".getBytes(StandardCharsets.US_ASCII);
      for (int i = 0; i < 100; i++) {
        out.write(i < answer.length ? answer[i] : 'x');
        LockSupport.parkNanos(TRICKLE);
      }
    } catch (IOException e) {
      // It was cut off.
    }
  }

  @Test
  void theEndIsNotHeldUpByASilentAgent() throws IOException {
    try (ServerSocket agent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      HeartbeatClient client = line(new AgentAddress("http", "127.0.0.1", agent.getLocalPort()));
      AtomicBoolean over = new AtomicBoolean();
      Thread unused =
          FaultProxy.daemon(
              () -> {
                ConsulException ignored = failing(client);
                over.set(true);
              },
              "beating");
      try (Socket socket = agent.accept()) {
        assertThat(socket.getInputStream().read()).as("the beat has begun").isEqualTo('P');

        client.close();

        Await.within(Duration.ofSeconds(2), "the beat is over", over::get);
      }
    }
  }
}
