package io.emperor.admin;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Clients that mean no good: what they send is refused, and nobody else waits for them. */
@Timeout(120)
class HostileClientsTest {

  private static final String TOKEN = "a-token-of-the-tests";
  private static final int MOST_CONNECTIONS = 256;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;

  private final List<Socket> sockets = new ArrayList<>();
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @SuppressWarnings("NullAway.Init") // each test opens it
  private AdminRig admin;

  @BeforeEach
  void listen() {
    log.start();
    root.addAppender(log);
  }

  @AfterEach
  void close() throws IOException {
    root.detachAppender(log);
    for (Socket socket : sockets) {
      socket.close();
    }
    admin.close();
  }

  @Test
  void whoNeverReadsHoldsNobodyUp() throws Exception {
    open();
    String many = get("/v1/openapi.json").repeat(400);

    for (int i = 0; i < 24; i++) {
      sockets.add(admin.opened(many));
    }

    for (int i = 0; i < 20; i++) {
      assertThat(admin.get("/healthz").statusCode()).isEqualTo(200);
      assertThat(admin.get("/v1/vassals").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void whoNeverReadsAStreamHoldsNobodyUp() throws Exception {
    open();
    for (int i = 0; i < 24; i++) {
      sockets.add(admin.opened(get("/v1/events").repeat(20)));
    }

    assertThat(admin.get("/healthz").statusCode()).isEqualTo(200);
    assertThat(admin.get("/v1/vassals").statusCode()).isEqualTo(200);
  }

  @Test
  void halfRequestsTakeNoPlaceFromWholeOnes() throws Exception {
    open();

    for (int i = 0; i < 2 * MOST_CONNECTIONS; i++) {
      sockets.add(admin.opened("GET /healthz HTTP/1.1\r\nHost: "));
    }

    assertThat(admin.get("/healthz").statusCode()).isEqualTo(200);
    assertThat(sockets.stream().filter(HostileClientsTest::isOpen).count())
        .isLessThanOrEqualTo(MOST_CONNECTIONS);
    assertThat(complaints())
        .singleElement()
        .asString()
        .startsWith("the admin endpoint: ")
        .contains("connections are open, and no more than 256 may be");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TRACE",
        "TRACK",
        "PUT",
        "DELETE",
        "PATCH",
        "OPTIONS",
        "PROPFIND",
        "get",
        "X",
        "PRI"
      })
  void aMethodThatIsNotServedIsRefused(String method) throws Exception {
    open();

    for (String path : List.of("/", "/healthz", "/metrics", "/v1/vassals", "/v1/events")) {
      String answer =
          admin.raw(
              "%s %s HTTP/1.1\r\nHost: localhost\r\nCookie: a=secret\r\nConnection: close\r\n\r\n"
                  .formatted(method, path));

      assertThat(status(answer)).as(answer).isEqualTo(405);
      assertThat(answer).containsIgnoringCase("Allow: GET").doesNotContain("secret");
      isJson(answer);
    }
    assertThat(complaints()).isEmpty();
  }

  @Test
  void nobodyIsConnectedToAnywhere() throws Exception {
    open();
    Socket socket =
        admin.opened(
            "CONNECT localhost:22 HTTP/1.1\r\nHost: localhost:22\r\nConnection: close\r\n\r\n");
    sockets.add(socket);

    assertThat(socket.getInputStream().readNBytes(13)).asString().isEqualTo("HTTP/1.1 405 ");
  }

  static Stream<String> oddRequests() {
    String head = " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
    String json = "Content-Type: application/json\r\n";
    return Stream.of(
        "GET /v1/vassals/shop/logs?lines=%zz" + head + "\r\n",
        "GET /v1/vassals/shop/logs?lines=%" + head + "\r\n",
        "GET /v1/vassals/shop/logs?since=%00" + head + "\r\n",
        "GET /v1/vassals/shop/logs?follow=%ff%fe" + head + "\r\n",
        "GET /v1/vassals/%00" + head + "\r\n",
        "GET /v1/vassals/%0d%0aX: y" + head + "\r\n",
        "GET /v1/vassals/%zz" + head + "\r\n",
        "GET /v1/vassals/%c0%ae" + head + "\r\n",
        "GET /v1/vassals/a%2fb" + head + "\r\n",
        "GET /v1/vassals/..;/x" + head + "\r\n",
        "GET /v1/vassals/<script>alert(1)</script>" + head + "\r\n",
        "GET /v1/directories?file=%00" + head + "\r\n",
        "GET /v1/directories?file=%2e%2e%2fx" + head + "\r\n",
        "GET /v1/directories?%zz=x" + head + "\r\n",
        "GET /" + "x".repeat(20_000) + head + "\r\n",
        "GET /nowhere" + head + "X: " + "y".repeat(20_000) + "\r\n\r\n",
        "GET /nowhere" + head + "Accept: text/html\r\nAccept-Charset: bogus\r\n\r\n",
        "GET /nowhere" + head + "Content-Type: x;charset=bogus\r\n\r\n",
        "GET /nowhere" + head + "Expect: 200-ok\r\n\r\n",
        "GET /nowhere" + head + "X\0Y: z\r\n\r\n",
        "GET /nowhere" + head + "no colon\r\n\r\n",
        "GET /nowhere" + head + "Transfer-Encoding: gzip\r\n\r\n",
        "GET /nowhere HTTP/1.1\r\nHost: local host\r\n\r\n",
        "GET /nowhere HTTP/1.1\r\nHost: localhost:99999999\r\n\r\n",
        "GET /nowhere HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET /nowhere HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n",
        "GET /nowhere HTTP/9.9\r\nHost: localhost\r\n\r\n",
        "GET nowhere HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET http://attacker.example/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "G\0T / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "\u0016\u0003\u0001\u0002\0\u0001\r\n\r\n",
        "POST /v1/log-level?level=nonsense" + head + json + "Content-Length: 0\r\n\r\n",
        "POST /v1/log-level?level=debug&logger=%0aX" + head + json + "Content-Length: 0\r\n\r\n",
        "POST /v1/log-level" + head + "Content-Type: x;charset=bogus\r\nContent-Length: 0\r\n\r\n",
        "POST /v1/log-level" + head + json + "Content-Length: -1\r\n\r\n",
        "POST /v1/log-level" + head + json + "Content-Length: 99999999999999999999\r\n\r\n",
        "POST /v1/log-level"
            + head
            + json
            + "Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\nxx",
        "POST /v1/log-level" + head + json + "Transfer-Encoding: chunked\r\n\r\nnonsense\r\n",
        "POST /v1/log-level" + head + json + "Transfer-Encoding: chunked\r\n\r\nffffffffff\r\n",
        "POST /v1/vassals/shop/reload" + head + json + "Content-Length: 1000000\r\n\r\nx",
        "POST /v1/vassals/shop/maintenance?enable=%zz" + head + json + "Content-Length: 0\r\n\r\n",
        "POST /v1/vassals/shop/nonsense" + head + json + "Content-Length: 0\r\n\r\n",
        "POST /nowhere"
            + head
            + "Content-Type: multipart/form-data\r\nContent-Length: 3\r\n\r\n--x");
  }

  @ParameterizedTest
  @MethodSource("oddRequests")
  void anOddRequestIsToldWhatIsWrong(String request) throws Exception {
    open();

    String answer = admin.raw(request);

    assertThat(status(answer)).as(answer).isBetween(400, 599).isNotEqualTo(500);
    assertThat(answer).doesNotContainIgnoringCase("text/html").doesNotContain("\tat ");
    isJson(answer);
    assertThat(complaints()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5\r\nContent-Length: 6\r\n",
        "Content-Length: 5, 6\r\n",
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
        "Transfer-Encoding: xchunked\r\n",
        "Transfer-Encoding : chunked\r\n",
        "Content-Length : 5\r\n",
        "Content-Length: +5\r\n",
      })
  void aRequestThatCouldEndInTwoPlacesIsRefusedWithAllThatFollows(String lengths) throws Exception {
    open();

    String answer =
        admin.raw(
            "POST /v1/vassals/shop/reload HTTP/1.1\r\nHost: localhost\r\n"
                + "Content-Type: application/json\r\n"
                + lengths
                + "\r\n0\r\n\r\n"
                + get("/v1/vassals"));

    assertThat(status(answer)).as(answer).isEqualTo(400);
    assertThat(STATUS.matcher(answer).results().count()).as(answer).isEqualTo(1);
    isJson(answer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../../../../etc/passwd",
        "/v1/../../../../etc/passwd",
        "/v1/vassals/../../../../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/..%2f..%2fetc%2fpasswd",
        "/..%5c..%5cetc%5cpasswd",
        "/..;/..;/etc/passwd",
        "//etc/passwd",
        "/v1/vassals/shop/logs/../../../../etc/passwd",
        "/dashboard.js/../../../logback.xml",
        "/WEB-INF/web.xml",
        "/META-INF/MANIFEST.MF",
      })
  void noPathLeadsOutOfTheEndpoint(String path) throws Exception {
    open();

    String answer = admin.raw(get(path));

    assertThat(status(answer)).as(answer).isIn(400, 404);
    assertThat(answer).doesNotContain("root:", "<configuration", "Manifest-Version");
    isJson(answer);
  }

  @Test
  void aTokenIsInNoLog() throws Exception {
    admin = new AdminRig(directory, Files.writeString(directory.resolve("token"), TOKEN + "\n"));
    Logger ours = (Logger) LoggerFactory.getLogger("io.emperor");
    Level before = ours.getLevel();
    ours.setLevel(Level.TRACE);
    try {
      for (String scheme : List.of("Bearer ", "bearer ", "Basic ", "Bearer x", "")) {
        admin.get("/v1/vassals", "Authorization", scheme + TOKEN);
        admin.post("/v1/log-level?level=" + TOKEN, "Authorization", "Bearer " + TOKEN + "x");
        admin.raw("GET /v1 vassals HTTP/1.1\r\nAuthorization: Bearer " + TOKEN + "\r\n\r\n");
      }
      Files.writeString(directory.resolve("token"), TOKEN + "\n" + TOKEN + "\n");
      assertThat(admin.get("/v1/vassals", "Authorization", "Bearer " + TOKEN).statusCode())
          .isEqualTo(503);
    } finally {
      ours.setLevel(before);
    }

    assertThat(List.copyOf(log.list))
        .extracting(ILoggingEvent::getFormattedMessage)
        .noneMatch(line -> line.contains(TOKEN));
  }

  private void open() throws IOException {
    admin = new AdminRig(directory, null);
  }

  private static String get(String path) {
    return "GET %s HTTP/1.1\r\nHost: localhost\r\n%s\r\n"
        .formatted(path, path.endsWith(".json") ? "" : "Connection: close\r\n");
  }

  /** What the distribution would log of trouble. */
  private List<String> complaints() throws Exception {
    LoggerContext shipped = new LoggerContext();
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(shipped);
    configurator.doConfigure(Objects.requireNonNull(getClass().getResource("/logback.xml")));
    return List.copyOf(log.list).stream()
        .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
        .filter(event -> shipped.getLogger(event.getLoggerName()).isEnabledFor(event.getLevel()))
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  private static boolean isOpen(Socket socket) {
    try {
      socket.setSoTimeout(1);
      return socket.getInputStream().read() >= 0;
    } catch (SocketTimeoutException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static int status(String answer) {
    var first = STATUS.matcher(answer);
    return first.lookingAt() ? Integer.parseInt(first.group(1)) : 0;
  }

  private static void isJson(String answer) throws IOException {
    assertThat(answer).containsIgnoringCase("\r\nContent-Type: application/json\r\n");
    String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
    assertThat(JSON.readTree(body).path("error").asText()).as(answer).isNotEmpty();
  }
}
