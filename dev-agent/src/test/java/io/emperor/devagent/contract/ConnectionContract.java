package io.emperor.devagent.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP itself: what a client may say byte for byte, and what ends its connection. */
abstract class ConnectionContract extends Contract {

  private static final String HOST = " HTTP/1.1\r\nHost: localhost\r\n";
  private static final String LEADER = "GET /v1/status/leader" + HOST;

  private RawConnection connect() throws IOException {
    return new RawConnection(agent.baseUri());
  }

  private String answerTo(String request) throws IOException {
    try (RawConnection connection = connect().say(request)) {
      return connection.heardToTheEnd();
    }
  }

  @Test
  void aConnectionIsUsedAgain() throws IOException {
    try (RawConnection connection = connect()) {
      for (int i = 0; i < 3; i++) {
        connection.say(LEADER + "\r\n");
        assertThat(connection.heardUpTo("\r\n\r\n\"")).startsWith("HTTP/1.1 200 OK\r\n");
        connection.heardUpTo("\"\n");
      }
    }
  }

  @Test
  void requestsMayBeSentAtOnce() throws IOException {
    String heard =
        answerTo(
            LEADER + "\r\nGET /v1/nope" + HOST + "\r\n" + LEADER + "Connection: close\r\n\r\n");

    assertThat(heard)
        .containsSubsequence("HTTP/1.1 200 OK", "HTTP/1.1 404 Not Found", "HTTP/1.1 200 OK");
  }

  @Test
  void aClientOfHttp10IsAnsweredAndLeft() throws IOException {
    assertThat(answerTo("GET /v1/status/leader HTTP/1.0\r\n\r\n"))
        .startsWith("HTTP/1.0 200 OK\r\n")
        .endsWith("\"\n");
  }

  @Test
  void aWholeAddressMayBeAsked() throws IOException {
    assertThat(answerTo("GET http://agent/v1/status/leader" + HOST + "Connection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200 OK\r\n");
  }

  @Test
  void aBodyMayComeInChunks() throws IOException {
    String key = "/v1/kv/" + unique("chunked");

    String heard =
        answerTo(
            "PUT "
                + key
                + HOST
                + "Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\n\r\n");

    assertThat(heard).startsWith("HTTP/1.1 200 OK").endsWith("true\n");
    assertThat(agent.get(key + "?raw").text()).isEqualTo("hello");
  }

  @Test
  void aClientThatAsksFirstIsToldToContinue() throws IOException {
    String key = "/v1/kv/" + unique("expected");
    try (RawConnection connection = connect()) {
      connection.say("PUT " + key + HOST + "Content-Length: 5\r\nExpect: 100-continue\r\n\r\n");
      assertThat(connection.heardUpTo("\r\n\r\n")).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");

      connection.say("hello");

      assertThat(connection.heardUpTo("true\n")).startsWith("HTTP/1.1 200 OK");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          garbage~~                                       | 400 Bad Request
          GET /v1/status/leader~~                         | 400 Bad Request
          GET v1/status/leader HTTP/1.1~Host: a~~         | 400 Bad Request
          GET /v1/kv/%zz HTTP/1.1~Host: a~~               | 400 Bad Request
          GET /v1/status/leader HTTP/1.1~~                | 400 Bad Request: missing required Host header
          GET /v1/status/leader HTTP/9.9~Host: a~~        | 400 Bad Request: unsupported protocol version
          GET /v1/status/leader HTTP/2.0~Host: a~~        | 400 Bad Request: unsupported protocol version
          GET /v1/status/leader HTTP/1.1~Host: a~Host: b~~ | 400 Bad Request: too many Host headers
          PUT /v1/kv/x HTTP/1.1~Host: a~Content-Length: x~~ | 400 Bad Request
          PUT /v1/kv/x HTTP/1.1~Host: a~Content-Length: -1~~ | 400 Bad Request
          """)
  void whatIsNoRequestEndsTheConnection(String request, String text) throws IOException {
    assertThat(answerTo(request.replace("~", "\r\n")))
        .isEqualTo(
            "HTTP/1.1 "
                + text
                + "\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n"
                + text);
  }

  @Test
  void headersMayBeLong() throws IOException {
    assertThat(answerTo(LEADER + "Connection: close\r\nX: " + "y".repeat(100_000) + "\r\n\r\n"))
        .startsWith("HTTP/1.1 200 OK");
  }

  @Test
  void anAnnouncedBodyThatIsTooLargeIsRefusedBeforeItComes() throws IOException {
    assertThat(answerTo("PUT /v1/kv/x" + HOST + "Content-Length: 600000\r\n\r\nhello"))
        .startsWith("HTTP/1.1 413 Request Entity Too Large\r\n")
        .contains("\r\nConnection: close\r\n")
        .contains("Request body(600000 bytes) too large, max size: 524288 bytes.");
  }

  @Test
  void aBodyThatBreaksOffIsNotWritten() throws IOException {
    String key = "/v1/kv/" + unique("broken");
    try (RawConnection connection = connect()) {
      connection.say("PUT " + key + HOST + "Content-Length: 10\r\n\r\nhello").sayNoMore();

      assertThat(connection.heardToTheEnd())
          .startsWith("HTTP/1.1 500 Internal Server Error\r\n")
          .endsWith("\r\n\r\nunexpected EOF");
    }
    assertThat(agent.get(key).status()).isEqualTo(404);
  }

  @Test
  void aWrongChunkIsNotWritten() throws IOException {
    String key = "/v1/kv/" + unique("broken");

    assertThat(answerTo("PUT " + key + HOST + "Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n"))
        .startsWith("HTTP/1.1 500 Internal Server Error\r\n")
        .endsWith("\r\n\r\ninvalid byte in chunk length");
    assertThat(agent.get(key).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "GET /v1/sta", LEADER, "PUT /v1/kv/x" + HOST + "Content-Length: 9\r\n\r\nhel"})
  void clientsThatStopHalfWayAreInNobodysWay(String half) throws IOException {
    List<RawConnection> stopped = new ArrayList<>();
    try {
      for (int i = 0; i < 50; i++) {
        stopped.add(connect().say(half));
      }

      assertThat(agent.get("/v1/status/leader").status()).isEqualTo(200);
      assertThat(stopped.get(0).isSilent()).isTrue();
    } finally {
      for (RawConnection connection : stopped) {
        connection.close();
      }
    }
  }

  @Test
  void aClientThatLeavesWhileItWaitsIsForgotten() throws IOException {
    String key = "/v1/kv/" + unique("left");
    agent.put(key, "1");
    long index = agent.get(key).index();
    for (int i = 0; i < 50; i++) {
      try (RawConnection connection = connect()) {
        connection.say("GET " + key + "?wait=10s&index=" + index + HOST + "\r\n");
      }
    }

    assertTrue(agent.put(key, "2"));
    assertThat(agent.get(key + "?raw").text()).isEqualTo("2");
  }

  @Test
  void namesOfMethodsAreWrittenInCapitals() throws IOException {
    assertThat(answerTo("get /v1/status/leader" + HOST + "Connection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 405 Method Not Allowed\r\n")
        .endsWith("method get not allowed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"application/x-www-form-urlencoded", "application/json", "text/plain", "nonsense"})
  void aBodyIsTakenAsItIsWhateverItsType(String type) throws IOException {
    String key = "/v1/kv/" + unique("typed");

    String heard =
        answerTo(
            "PUT "
                + key
                + HOST
                + "Connection: close\r\nContent-Length: 3\r\nContent-Type: "
                + type
                + "\r\n\r\na=b");

    assertThat(heard).startsWith("HTTP/1.1 200 OK");
    assertThat(agent.get(key + "?raw").text()).isEqualTo("a=b");
  }

  @Test
  void aBrokenEscapeInTheQueryIsAnErrorWithoutAWord() throws IOException {
    assertThat(answerTo("GET /v1/kv/x?raw=%zz" + HOST + "Connection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 500 Internal Server Error\r\n")
        .contains("\r\nContent-Length: 0\r\n");
  }
}
