package io.emperor.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each fault, on a new and on an open connection. */
class FaultProxyTest {

  private static final String REQUEST = "PUT /v1/x HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc";

  private RecordingAgent agent;
  private FaultProxy proxy;
  private Socket open;

  @BeforeEach
  void start() throws IOException {
    agent = new RecordingAgent().answering(200, "[\"whole\"]");
    proxy = new FaultProxy("127.0.0.1:" + agent.address().port());
    open = connect();
    assertThat(ask(open)).contains("200 OK").endsWith("[\"whole\"]");
  }

  @AfterEach
  void stop() throws IOException {
    open.close();
    proxy.close();
    agent.close();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
    socket.setSoTimeout(300);
    return socket;
  }

  private int port() {
    return Integer.parseInt(proxy.address().replace("127.0.0.1:", ""));
  }

  /** What comes back until the end of the body, of the connection, or of patience. */
  private static String ask(Socket socket) throws IOException {
    socket.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
    ByteArrayOutputStream seen = new ByteArrayOutputStream();
    while (!seen.toString(StandardCharsets.US_ASCII).endsWith("]")) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        break;
      }
      seen.write(next);
    }
    return seen.toString(StandardCharsets.US_ASCII);
  }

  @Test
  void whatPassesIsCountedAndWhole() throws IOException {
    assertThat(ask(open)).contains("[\"whole\"]");
    assertThat(proxy.requests()).isEqualTo(2);
    assertThat(agent.last().body()).isEqualTo("abc");
  }

  @Test
  void refusesAndTakesConnectionsOnTheSamePortLater() throws IOException {
    proxy.set(Fault.refuse());

    assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
    assertThat(open.getInputStream().read()).isNegative();
    proxy.set(Fault.pass());
    try (Socket again = connect()) {
      assertThat(ask(again)).contains("[\"whole\"]");
    }
  }

  @Test
  void silentNeitherAnswersNorAsks() throws IOException {
    proxy.set(Fault.silent());

    assertThatThrownBy(() -> ask(open)).isInstanceOf(SocketTimeoutException.class);
    try (Socket fresh = connect()) {
      assertThatThrownBy(() -> ask(fresh)).isInstanceOf(SocketTimeoutException.class);
    }
    assertThat(agent.seen()).hasSize(1);
  }

  @Test
  void swallowLetsTheAgentDoItsWork() throws IOException {
    proxy.set(Fault.swallow());

    assertThatThrownBy(() -> ask(open)).isInstanceOf(SocketTimeoutException.class);
    assertThat(agent.seen()).hasSize(2);
  }

  @Test
  void delaysEveryRequest() throws IOException {
    proxy.set(Fault.delay(Duration.ofMillis(200)));

    long begun = System.nanoTime();
    assertThat(ask(open)).contains("[\"whole\"]");
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(199));
  }

  @Test
  void cutsEveryAnswerAfterSomeBytes() throws IOException {
    proxy.set(Fault.cut(10));

    assertThat(ask(open)).isEqualTo("HTTP/1.1 2");
    try (Socket fresh = connect()) {
      assertThat(ask(fresh)).isEqualTo("HTTP/1.1 2");
    }
  }

  @Test
  void answersByItself() throws IOException {
    proxy.set(Fault.status(429));

    try (Socket fresh = connect()) {
      fresh.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
      byte[] head = fresh.getInputStream().readNBytes(12);
      assertThat(new String(head, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 429");
    }
    assertThat(agent.seen()).hasSize(1);
  }
}
