package io.emperor.runtime.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.emperor.api.Health;
import io.emperor.consul.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class ProbeTest {

  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final Duration SHORT = Duration.ofMillis(200);

  private static Health ask(Probe probe, Duration limit) throws Exception {
    return probe.ask(limit).get(10, TimeUnit.SECONDS);
  }

  private static HttpServer answering(int status) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().add("Location", "/elsewhere");
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static Probe http(int port) {
    URI uri = URI.create("http://127.0.0.1:" + port + "/health");
    return new HttpProbe(HttpProbe.client(new TrustAtStart()), List.of(uri));
  }

  @ParameterizedTest
  @CsvSource({"200, PASSING", "204, PASSING", "429, WARNING", "302, CRITICAL", "500, CRITICAL"})
  void statusesMeanWhatTheyMeanToConsul(int status, Health.Status health) throws Exception {
    HttpServer server = answering(status);
    try {
      Health seen = ask(http(server.getAddress().getPort()), LIMIT);
      assertThat(seen.status()).isEqualTo(health);
      assertThat(seen.note().isEmpty() || seen.note().endsWith("/health answers " + status))
          .isTrue();
    } finally {
      server.stop(0);
    }
  }

  @Test
  void whatIsSecretInAnAddressIsNotInANoteThatEverybodyReads() throws Exception {
    HttpServer server = answering(503);
    try {
      int port = server.getAddress().getPort();
      URI uri = URI.create("http://user:hunter2@127.0.0.1:" + port + "/health?token=hunter2");
      Probe probe = new HttpProbe(HttpProbe.client(new TrustAtStart()), List.of(uri));

      assertThat(ask(probe, LIMIT).note())
          .isEqualTo("http://127.0.0.1:" + port + "/health answers 503");
      assertThat(probe).hasToString("http://127.0.0.1:" + port + "/health");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void anOpenPortIsEnough() throws Exception {
    try (ServerSocket open = new ServerSocket(0)) {
      assertThat(
              ask(
                      new TcpProbe(
                          List.of("127.0.0.1"), open.getLocalPort(), Duration.ZERO, Runnable::run),
                      LIMIT)
                  .isPassing())
          .isTrue();
    }
  }

  @Test
  void eitherAddressOfThisMachineWillDo() throws Exception {
    List<String> both = List.of("127.0.0.1", "::1");
    InetAddress loopback = InetAddress.getAllByName("::1")[0];
    HttpServer six = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
    six.createContext("/", exchange -> exchange.sendResponseHeaders(429, -1));
    six.start();
    int port = six.getAddress().getPort();
    try {
      assertThat(ask(new TcpProbe(both, port, Duration.ZERO, Runnable::run), LIMIT).isPassing())
          .isTrue();
      List<URI> places =
          Stream.of("127.0.0.1", "[::1]")
              .map(at -> URI.create("http://" + at + ":" + port))
              .toList();
      Probe http = new HttpProbe(HttpProbe.client(new TrustAtStart()), places);
      assertThat(ask(http, LIMIT).status()).isEqualTo(Health.Status.WARNING);
    } finally {
      six.stop(0);
    }
    assertThat(ask(new TcpProbe(both, port, Duration.ZERO, Runnable::run), LIMIT).note())
        .startsWith("port " + port);
  }

  @Test
  void aClosedPortIsCritical() throws Exception {
    int port = FreePort.find();
    Health health =
        ask(new TcpProbe(List.of("127.0.0.1"), port, Duration.ZERO, Runnable::run), LIMIT);
    assertThat(health.status()).isEqualTo(Health.Status.CRITICAL);
    assertThat(health.note()).startsWith("127.0.0.1:" + port);
    assertThat(ask(http(port), LIMIT).status()).isEqualTo(Health.Status.CRITICAL);
  }

  @Test
  void whoSaysNothingIsCriticalAtTheLimit() throws Exception {
    try (ServerSocket silent = new ServerSocket(0)) {
      Health health = ask(http(silent.getLocalPort()), SHORT);
      assertThat(health.status()).isEqualTo(Health.Status.CRITICAL);
      assertThat(health.note()).contains("gave no answer");
    }
  }

  @Test
  void aHostWithoutAddressIsCritical() throws Exception {
    assertThat(
            ask(
                    new TcpProbe(List.of("no-such-host.invalid"), 80, Duration.ZERO, Runnable::run),
                    LIMIT)
                .note())
        .isEqualTo("no-such-host.invalid has no address");
  }

  @Test
  void whoeverIsNotProbedIsWell() throws Exception {
    assertThat(ask(Probe.none(), SHORT).isPassing()).isTrue();
  }
}
