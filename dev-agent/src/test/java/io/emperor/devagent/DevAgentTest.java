package io.emperor.devagent;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emperor.devagent.base.ConsulProfile;
import io.emperor.devagent.base.TimerThread;
import io.emperor.devagent.http.Limits;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("jdk")
@Timeout(60)
class DevAgentTest {

  private final HttpClient client = HttpClient.newHttpClient();

  private HttpResponse<String> send(String address, String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + address + path))
            .method(method, BodyPublishers.ofString(body))
            .build();
    return client.send(request, BodyHandlers.ofString());
  }

  private static Socket connect(String address) throws IOException {
    int port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return socket;
  }

  @Test
  void answersOnLoopback() throws Exception {
    try (DevAgent agent = DevAgent.start(0)) {
      assertThat(agent.address()).startsWith("127.0.0.1:");
      assertThat(send(agent.address(), "PUT", "/v1/kv/a%2Fb", "c").body()).isEqualTo("true\n");
      HttpResponse<String> read = send(agent.address(), "GET", "/v1/kv/a/b?raw", "");
      assertThat(read.body()).isEqualTo("c");
      assertThat(read.headers().firstValue("X-Consul-KnownLeader")).contains("true");
    }
  }

  /** Not in the contract, because nobody there may take everything away. */
  @Test
  void allKeysOfNoneAreAnEmptyList() throws Exception {
    try (DevAgent agent = DevAgent.start(0)) {
      HttpResponse<String> keys = send(agent.address(), "GET", "/v1/kv/?keys", "");

      assertThat(keys.statusCode()).isEqualTo(200);
      assertThat(keys.body()).isEqualTo("[]\n");
      assertThat(send(agent.address(), "GET", "/v1/kv/?recurse", "").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void takesTheNextPortIfOneIsInUse() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> DevAgent.start(port))
          .isInstanceOf(BindException.class)
          .hasMessageContaining("127.0.0.1:" + port);
      try (DevAgent agent = DevAgent.startOnFirstFree(port)) {
        assertThat(agent.address()).isNotEqualTo("127.0.0.1:" + port);
        assertThat(send(agent.address(), "GET", "/v1/status/leader", "").statusCode())
            .isEqualTo(200);
      }
    }
  }

  @Test
  void answersWithMuch() throws Exception {
    try (DevAgent agent = DevAgent.start(0)) {
      String value = "0123456789".repeat(50_000);
      assertThat(send(agent.address(), "PUT", "/v1/kv/much", value).statusCode()).isEqualTo(200);
      assertThat(send(agent.address(), "GET", "/v1/kv/much?raw", "").body()).isEqualTo(value);
      String more = value + value;
      HttpResponse<String> refused = send(agent.address(), "PUT", "/v1/kv/much", more);
      assertThat(refused.statusCode()).isEqualTo(413);
      assertThat(refused.body()).startsWith("Request body(1000000 bytes) too large, max size:");
    }
  }

  @Test
  void saysWhatItDoesNotServe() throws Exception {
    try (DevAgent agent = DevAgent.start(0)) {
      HttpResponse<String> answer = send(agent.address(), "GET", "/v1/snapshot", "");
      assertThat(answer.statusCode()).isEqualTo(501);
      assertThat(answer.body()).isEqualTo("The dev agent does not serve /v1/snapshot.");
      assertThat(send(agent.address(), "GET", "/v1/nothing", "").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void tellsNoStackTraceToWhoSpeaksNoHttp() throws Exception {
    try (DevAgent agent = DevAgent.start(0);
        Socket socket = connect(agent.address())) {
      socket.getOutputStream().write("nonsense\r\n\r\n".getBytes(US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 400").doesNotContain("at org.").endsWith("t");
    }
  }

  @Test
  void closesConnectionsThatSayNothing() throws Exception {
    Limits impatient = new Limits(10, 10, Duration.ofMillis(50), 1 << 20, 1 << 20);
    try (AgentServer agent =
            AgentServer.start(
                "127.0.0.1",
                0,
                ConsulProfile.V1_8,
                InstantSource.system(),
                new TimerThread(),
                impatient);
        Socket silent = connect(agent.address());
        Socket slow = connect(agent.address())) {
      slow.getOutputStream()
          .write(
              "PUT /v1/kv/a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\na"
                  .getBytes(US_ASCII));
      assertThat(silent.getInputStream().readAllBytes()).isEmpty();
      assertThat(new String(slow.getInputStream().readAllBytes(), UTF_8)).doesNotContain("at org.");
    }
  }

  @Test
  void letsAQueryWaitLongerThanAConnectionMayBeSilent() throws Exception {
    Limits impatient = new Limits(10, 10, Duration.ofMillis(50), 1 << 20, 1 << 20);
    try (AgentServer agent =
        AgentServer.start(
            "127.0.0.1",
            0,
            ConsulProfile.V1_8,
            InstantSource.system(),
            new TimerThread(),
            impatient)) {
      HttpResponse<String> answer =
          send(agent.address(), "GET", "/v1/kv/a?index=1000&wait=300ms", "");
      assertThat(answer.statusCode()).isEqualTo(404);
    }
  }

  @Test
  void forgetsTheQueriesOfClientsThatHaveLeft() throws Exception {
    Limits impatient = new Limits(10, 10, Duration.ofMillis(50), 1 << 20, 1 << 20);
    try (AgentServer agent =
        AgentServer.start(
            "127.0.0.1",
            0,
            ConsulProfile.V1_8,
            InstantSource.system(),
            new TimerThread(),
            impatient)) {
      try (Socket socket = connect(agent.address())) {
        socket
            .getOutputStream()
            .write(
                "GET /v1/kv/a?index=1000 HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
        while (agent.waiting() < 1) {
          Thread.onSpinWait();
        }
      }
      while (agent.waiting() > 0) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void aThousandWaitingQueriesNeedFewThreads() throws Exception {
    int before = Thread.activeCount();
    List<Socket> sockets = new ArrayList<>();
    try (DevAgent agent = DevAgent.start(0)) {
      for (int i = 0; i < 1_000; i++) {
        Socket socket = connect(agent.address());
        sockets.add(socket);
        socket
            .getOutputStream()
            .write(
                "GET /v1/kv/news?index=1000 HTTP/1.1\r\nHost: localhost\r\n\r\n"
                    .getBytes(US_ASCII));
      }
      while (agent.waiting() < 1_000) {
        Thread.onSpinWait();
      }
      assertThat(Thread.activeCount() - before).isLessThan(50);
      for (int i = 0; i < 1_000; i++) {
        send(agent.address(), "PUT", "/v1/kv/filler", Integer.toString(i));
      }
      send(agent.address(), "PUT", "/v1/kv/news", "yes");
      byte[] begin = "HTTP/1.1 200 OK".getBytes(US_ASCII);
      for (Socket socket : sockets) {
        assertThat(socket.getInputStream().readNBytes(begin.length)).isEqualTo(begin);
      }
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }
}
