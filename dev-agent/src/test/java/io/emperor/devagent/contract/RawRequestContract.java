package io.emperor.devagent.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.devagent.base.ConsulProfile;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that no usual client sends, byte for byte. */
abstract class RawRequestContract extends Contract {

  private static final String HEAD = " HTTP/1.1\r\nHost: localhost\r\n";
  private static final String CLOSE = "Connection: close\r\n";
  private static final String PATH = "/v1/catalog/datacenters";

  private String answerTo(String request) throws IOException {
    return RawConnection.answer(agent.baseUri(), request);
  }

  private String answerTo(String line, String headers) throws IOException {
    return answerTo(line + HEAD + CLOSE + headers.replace("~", "\r\n") + "\r\n");
  }

  private static void assertBegins(String answer, String status) {
    assertThat(answer).startsWith("HTTP/1.1 " + status + "\r\n");
  }

  /** What follows the head. */
  private static String body(String answer) {
    return answer.substring(answer.indexOf("\r\n\r\n") + 4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://agent/v1/catalog/datacenters",
        "HTTP://A/v1/catalog/datacenters",
        "ftp://a/v1/catalog/datacenters",
        "http:///v1/catalog/datacenters",
        "http:/v1/catalog/datacenters",
        "http://elsewhere:99/v1/catalog/datacenters",
        "http://user:word@a/v1/catalog/datacenters",
        "http://[::1]/v1/catalog/datacenters",
        "http://a*/v1/catalog/datacenters",
        "/v1/catalog/datacenters?",
        "/v1/catalog/datacenters?#x",
        "/v1/catalog/%64atacenters",
      })
  void aTargetMayBeAPathOrAnAddress(String target) throws IOException {
    String answer = answerTo("GET " + target, "");

    assertBegins(answer, "200 OK");
    assertThat(body(answer)).isEqualTo("[\n    \"dc1\"\n]\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?x",
        "x/y:z",
        "../x",
        "*x",
        "%2fv1",
        "://a/v1",
        "1http://a/",
        "http://[::1/v1",
        "http://a:b/v1",
        "http://a%20b/v1",
        "http://a%zz/v1",
        "http://a/v1/kv/%zz",
        "/v1/kv/%",
        "/v1/kv/\u0001",
        "/v1/kv/\u007f",
        "/v1/kv/a\tb",
        "/v1/kv/a?\u0001",
      })
  void anythingElseIsNone(String target) throws IOException {
    String answer = answerTo("GET " + target, "");

    assertBegins(answer, "400 Bad Request");
    assertThat(body(answer)).isEqualTo("400 Bad Request");
  }

  @ParameterizedTest
  @CsvSource({
    "/.., /",
    "/%2e%2e/v1/catalog/datacenters, /v1/catalog/datacenters",
    "//a/v1/catalog/datacenters, /a/v1/catalog/datacenters",
    "/v1/../v1/kv/x?raw, /v1/kv/x?raw",
    "/v1/kv/a%2F..%2Fb, /v1/kv/b",
  })
  void aPathWithDotsIsMoved(String target, String location) throws IOException {
    String answer = answerTo("GET " + target, "");

    assertBegins(answer, "301 Moved Permanently");
    assertThat(answer).contains("\r\nLocation: " + location + "\r\n").doesNotContain("Vary");
  }

  @Test
  void aFragmentIsAPartOfThePath() throws IOException {
    String key = "/v1/kv/" + unique("key");

    assertBegins(answerTo("GET " + PATH + "#x", ""), "404 Not Found");
    assertBegins(answerTo("PUT " + key + "#x", "Content-Length: 0~"), "200 OK");
    assertThat(agent.get(key).status()).isEqualTo(404);
    assertThat(agent.get(key + "%23x").status()).isEqualTo(200);
  }

  @Test
  void aFragmentIsAPartOfTheQuery() throws IOException {
    assertThat(body(answerTo("PUT /v1/kv/x?flags=1#2", "Content-Length: 0~")))
        .isEqualTo("strconv.ParseUint: parsing \"1#2\": invalid syntax");
  }

  @Test
  void theAgentItselfHasOptions() throws IOException {
    assertThat(answerTo("OPTIONS *", ""))
        .startsWith("HTTP/1.1 200 OK\r\n")
        .contains("Content-Length: 0\r\n")
        .endsWith("\r\n\r\n")
        .doesNotContain("Vary");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "TRACE"})
  void theAgentItselfHasNothingElse(String method) throws IOException {
    String answer = answerTo(method + " *" + HEAD + "\r\n");

    assertBegins(answer, "400 Bad Request");
    assertThat(answer).contains("Connection: close\r\n").endsWith("\r\n\r\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CONNECT agent:80                | 404 Not Found          | 404 page not found
          CONNECT agent                   | 404 Not Found          | 404 page not found
          CONNECT /v1/catalog/datacenters | 405 Method Not Allowed | method CONNECT not allowed
          TRACE /v1/catalog/datacenters   | 405 Method Not Allowed | method TRACE not allowed
          """)
  void nobodyIsConnectedOrTraced(String line, String status, String text) throws IOException {
    String answer = answerTo(line, "");

    assertBegins(answer, status);
    assertThat(body(answer).strip()).isEqualTo(text);
  }

  @OnConsul(ConsulProfile.V1_8)
  @ParameterizedTest
  @ValueSource(strings = {"CONNECT /v1//kv", "TRACE /nope"})
  void nobodyIsConnectedOrTracedElsewhere(String line) throws IOException {
    String answer = answerTo(line, "");

    assertBegins(answer, "404 Not Found");
    assertThat(body(answer)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT"})
  void nothingIsExpectedButToContinue(String method) throws IOException {
    String answer = answerTo(method + " /v1/kv/x" + HEAD + "Expect: tea\r\n\r\n");

    assertBegins(answer, "417 Expectation Failed");
    assertThat(answer)
        .contains("Connection: close\r\n")
        .contains("Content-Length: 0\r\n")
        .doesNotContain("Content-Type");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          Host: a b   | malformed Host header
          Host: a/b   | malformed Host header
          Host: a@b   | malformed Host header
          Host: a#b   | malformed Host header
          Host: {a}   | malformed Host header
          Host: <a>   | malformed Host header
          Host: ä     | malformed Host header
          Host: a~X : y  | invalid header name
          Host: a~X Y: z | invalid header name
          Host: a~X(: y  | invalid header name
          Host: a~X": y  | invalid header name
          Host: a~X@: y  | invalid header name
          Host: a~X[]: y | invalid header name
          """)
  void aHeaderThatIsNoneEndsTheConnection(String headers, String text) throws IOException {
    assertThat(
            answerTo("GET " + PATH + " HTTP/1.1\r\n" + headers.replace("~", "\r\n") + "\r\n\r\n"))
        .isEqualTo(
            "HTTP/1.1 400 Bad Request: "
                + text
                + "\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n"
                + "400 Bad Request: "
                + text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\0b", "a\u0001b", "a\u007fb", "a\rb"})
  void aHeaderIsPrintable(String value) throws IOException {
    assertBegins(
        answerTo("GET " + PATH, "X: " + value + "~"), "400 Bad Request: invalid header value");
  }

  @Test
  void aHeaderWithoutAColonIsNotEvenAWrongOne() throws IOException {
    assertBegins(answerTo("GET " + PATH, "X~"), "400 Bad Request");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"X:", "X: a~ b", "X: \u00e4", "X: a~X: b", "Cookie: a=\"b", "Range: bytes=0-0"})
  void otherHeadersAreTakenAsTheyAre(String header) throws IOException {
    assertBegins(answerTo("GET " + PATH, header + "~"), "200 OK");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "LOCALHOST",
        "localhost:b",
        "localhost:99999",
        "127.0.0.1",
        "192.0.2.1:80",
        "[::1]",
        "[::1]:1",
        "[2001:db8::1]:1"
      })
  void aHostNeedNotBeTheAgentsOwn(String host) throws IOException {
    assertBegins(
        answerTo("GET " + PATH + " HTTP/1.1\r\nHost: " + host + "\r\n" + CLOSE + "\r\n"), "200 OK");
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 1_000, 1_100_000})
  void headersOfMoreThanAMegabyteAreTooLarge(int length) throws IOException {
    String line = "X: " + "y".repeat(length) + "\r\n";

    assertThat(answerTo("GET " + PATH + HEAD + line.repeat(1_100_000 / line.length() + 1)))
        .startsWith("HTTP/1.1 431 Request Header Fields Too Large\r\n")
        .contains("Connection: close\r\n")
        .endsWith("\r\n\r\n431 Request Header Fields Too Large");
  }

  @Test
  void aTargetOfMoreThanAMegabyteIsTooLarge() throws IOException {
    assertBegins(
        answerTo("GET /v1/kv/" + "x".repeat(1_100_000)), "431 Request Header Fields Too Large");
  }

  @ParameterizedTest
  @ValueSource(ints = {3_000, 300_000})
  void aValueIsSentWithItsLength(int length) throws IOException {
    String key = "/v1/kv/" + unique("long");
    agent.put(key, "x".repeat(length));

    String answer = answerTo("GET " + key + "?raw", "");

    assertThat(answer).contains("\r\nContent-Length: " + length + "\r\n");
    assertThat(body(answer)).isEqualTo("x".repeat(length));
  }

  @Test
  void aClientOfHttp10HearsALongAnswerToTheEnd() throws IOException {
    String key = "/v1/kv/" + unique("long");
    agent.put(key, "x".repeat(3000));

    String answer = answerTo("GET " + key + "?raw HTTP/1.0\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.0 200 OK\r\n").doesNotContain("chunked");
    assertThat(body(answer)).isEqualTo("x".repeat(3000));
  }

  @ParameterizedTest
  @CsvSource({"PUT /nope, 404 Not Found", "POST /v1/kv/x, 405 Method Not Allowed"})
  void aBodyThatNobodyWantsIsReadAway(String line, String status) throws IOException {
    String request = line + HEAD + "Content-Length: 200000\r\n\r\n" + "x".repeat(200_000);

    String answer = answerTo(request + "GET " + PATH + HEAD + CLOSE + "\r\n");

    assertThat(answer).startsWith("HTTP/1.1 " + status).contains("HTTP/1.1 200 OK");
  }

  @Test
  void aLongBodyThatNobodyWantsEndsTheConnection() throws IOException {
    assertThat(
            answerTo("PUT /nope" + HEAD + "Content-Length: 300000\r\n\r\n" + "x".repeat(300_000)))
        .startsWith("HTTP/1.1 404 Not Found\r\n")
        .contains("Connection: close\r\n");
  }

  @Test
  void aWrongRequestAfterAGoodOneEndsTheConnection() throws IOException {
    assertThat(answerTo("GET " + PATH + HEAD + "\r\ngarbage\r\n\r\n"))
        .startsWith("HTTP/1.1 200 OK\r\n")
        .endsWith("\r\n\r\n400 Bad Request");
  }

  @Test
  void nothingIsAnsweredAfterTheLastRequest() throws IOException {
    String answer = answerTo("GET " + PATH, "GET /nope HTTP/1.1~Host: localhost~");

    assertThat(answer.split("HTTP/1.1", -1)).hasSize(2);
  }
}
