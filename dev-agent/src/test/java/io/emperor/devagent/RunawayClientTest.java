package io.emperor.devagent;

import static io.emperor.devagent.Clients.heard;
import static io.emperor.devagent.Clients.say;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.consul.Await;
import io.emperor.devagent.base.ConsulProfile;
import io.emperor.devagent.base.TimerThread;
import io.emperor.devagent.http.Limits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients that send, ask or connect without end: the others are served meanwhile and afterwards.
 */
@Timeout(60)
class RunawayClientTest {

  private static final Duration SOON = Duration.ofSeconds(5);
  private static final long MEGABYTE = 1 << 20;
  private static final String HEAD = " HTTP/1.1\r\nHost: localhost\r\n";
  private static final String LAST = HEAD + "Connection: close\r\n";

  private AgentServer agent = start(4_096, Duration.ofSeconds(30), 4 * MEGABYTE);
  private Clients clients = new Clients(agent.address());

  private static AgentServer start(int connections, Duration idle, long passing) {
    Limits limits = new Limits(connections, 4_000, idle, 100 * MEGABYTE, passing);
    try {
      return AgentServer.start(
          "127.0.0.1", 0, ConsulProfile.V1_8, InstantSource.system(), new TimerThread(), limits);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void restart(int connections, Duration idle, long passing) {
    agent.close();
    agent = start(connections, idle, passing);
    clients = new Clients(agent.address());
  }

  @AfterEach
  void leave() throws IOException {
    clients.close();
    agent.close();
  }

  private void assertServes() throws IOException {
    long start = System.nanoTime();
    for (int i = 0; i < 20; i++) {
      assertThat(clients.answer("PUT /v1/kv/alive" + LAST + "Content-Length: 1\r\n\r\n" + i % 10))
          .startsWith("HTTP/1.1 200 OK")
          .endsWith("true\n");
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
  }

  private static void assertNoSecrets(String answer) {
    assertThat(answer).doesNotContain("\tat ", "Exception", "jetty");
  }

  private void assertGivesAllBack() throws IOException {
    clients.close();
    Await.within(SOON, "nothing is under way", () -> agent.underWay() == 0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "GET /v1/status",
        "GET / HTTP/1.1\r\nHost",
        "PUT /v1/kv/a" + HEAD + "Content-Length: 9\r\n\r\na"
      })
  void aThousandHalfRequestsAreInNobodysWay(String half) throws IOException {
    for (int i = 0; i < 1_000; i++) {
      say(clients.connect(), half);
    }

    assertServes();
    assertGivesAllBack();
  }

  @Test
  void aRequestMayComeByteByByte() throws IOException {
    String request = "PUT /v1/kv/slow" + LAST + "Content-Length: 5\r\n\r\nhello";
    List<Socket> slow = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      slow.add(clients.connect());
      slow.get(i).setTcpNoDelay(true);
    }
    for (String next : request.split("", -1)) {
      slow.forEach(client -> say(client, next));
    }

    for (Socket client : slow) {
      assertThat(heard(client)).startsWith("HTTP/1.1 200 OK").endsWith("true\n");
    }
    assertServes();
  }

  @Test
  void moreConnectionsThanMayBeWaitForTheSilentOnesToBeClosed() throws IOException {
    restart(20, Duration.ofMillis(200), MEGABYTE);
    for (int i = 0; i < 50; i++) {
      var unused = clients.connect();
    }

    assertThat(clients.answer("GET /v1/status/leader" + LAST + "\r\n"))
        .startsWith("HTTP/1.1 200 OK");
    assertServes();
  }

  @Test
  void whoDoesNotReadALongAnswerCostsLittle() throws IOException {
    restart(4_096, Duration.ofSeconds(30), 100 * MEGABYTE);
    String value = "x".repeat(500_000);
    for (int i = 0; i < 100; i++) {
      assertThat(
              clients.answer("PUT /v1/kv/" + i + LAST + "Content-Length: 500000\r\n\r\n" + value))
          .startsWith("HTTP/1.1 200");
    }
    long before = used();
    List<Socket> silentOnes = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Socket silent = clients.connect();
      silentOnes.add(silent);
      say(silent, "GET /v1/kv/?recurse" + LAST + "\r\n");
      assertThat(silent.getInputStream().readNBytes(15))
          .isEqualTo("HTTP/1.1 200 OK".getBytes(ISO_8859_1));
    }

    assertServes();
    assertThat(used() - before).isLessThan(200 * MEGABYTE);
    assertThat(heard(silentOnes.get(0))).hasSizeGreaterThan(60_000_000);
  }

  private static long used() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @Test
  void headersWithoutEndAreRefusedTogether() throws IOException {
    for (int i = 0; i < 50; i++) {
      Socket client = clients.connect();
      say(client, "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "y".repeat(300_000));
      say(client, "y");
    }
    Await.within(SOON, "there is room for 4 MB", () -> agent.underWay() <= 4 * MEGABYTE);
    Await.within(SOON, "some are refused", this::someAreRefused);

    assertGivesAllBack();
    assertServes();
  }

  private boolean someAreRefused() throws IOException {
    for (Socket client : clients.connected()) {
      say(client, "y");
      if (client.getInputStream().available() > 0) {
        assertThat(heard(client))
            .startsWith("HTTP/1.1 503 Service Unavailable: the dev agent has no memory left");
        return true;
      }
    }
    return false;
  }

  @Test
  void bodiesWithoutEndAreRefusedTogether() throws IOException {
    String half = "PUT /v1/kv/a" + HEAD + "Content-Length: 500000\r\n\r\n" + "x".repeat(400_000);
    for (int i = 0; i < 50; i++) {
      say(clients.connect(), half);
    }

    Await.within(
        SOON, "some are refused", () -> clients.connected().stream().anyMatch(this::isAnswered));
    assertThat(agent.underWay()).isLessThanOrEqualTo(4 * MEGABYTE);
    assertGivesAllBack();
    assertServes();
  }

  private boolean isAnswered(Socket client) {
    try {
      return client.getInputStream().available() > 0;
    } catch (IOException e) {
      return false;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"kv/large", "txn", "agent/service/register", "event/fire/x"})
  void aChunkedBodyWithoutEndIsTooLarge(String path) throws IOException {
    String chunk = "20000\r\n" + "[".repeat(0x20000) + "\r\n";

    String answer =
        clients.answer(
            "PUT /v1/" + path + HEAD + "Transfer-Encoding: chunked\r\n\r\n" + chunk.repeat(20));

    assertThat(answer).startsWith("HTTP/1.1 413 Request Entity Too Large");
    assertNoSecrets(answer);
    assertGivesAllBack();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[",
        "{\"a\":",
        "[],",
        "1",
        "-",
        "\"",
        "\"a\":1,",
        "{\"Name\":\"x\",",
        "null,",
        "\0",
        "\u00ff",
      })
  void aBodyOfAMegabyteOfAnythingIsAnswered(String part) throws IOException {
    String body = part.repeat((1 << 20) / part.length());
    for (String begin : List.of("", "[", "{", "{\"Meta\":{")) {
      String text = (begin + body).substring(0, body.length());

      String answer =
          clients.answer(
              "PUT /v1/agent/service/register"
                  + LAST
                  + "Content-Length: "
                  + text.length()
                  + "\r\n\r\n"
                  + text);

      assertThat(answer).startsWith("HTTP/1.1 400 Bad Request");
      assertNoSecrets(answer);
    }
    assertGivesAllBack();
  }
}
