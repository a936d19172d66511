package io.emperor.devagent.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies whose length is contradictory, whose end is missing, or that nest without end. */
abstract class BrokenBodyContract extends Contract {

  private static final String HEAD = " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
  private static final String CHUNKED = "Transfer-Encoding: chunked\r\n\r\n";

  private String answerTo(String request) throws IOException {
    try (RawConnection connection = new RawConnection(agent.baseUri()).say(request).sayNoMore()) {
      return connection.heardToTheEnd();
    }
  }

  private static void assertAnswer(String answer, String status, String text) {
    assertThat(answer).startsWith("HTTP/1.1 " + status).endsWith("\r\n\r\n" + text);
  }

  private static String chunk(String text) {
    return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          agent/service/register  | {"Name":"x"  | Request decode failed: |
          agent/service/register  | ``           | Request decode failed: |
          agent/service/register  | {x           | Request decode failed: | invalid character 'x' looking for beginning of object key string
          agent/check/register    | {"Name":     | Request decode failed: |
          agent/check/update/nope | {            | Request decode failed: |
          session/create          | {"Name"      | Request decode failed: |
          catalog/register        | {"Node":"n"  | Request decode failed: |
          catalog/deregister      | {"Node":"n"  | Request decode failed: |
          txn                     | [{"KV":      | Failed to parse body:  |
          txn                     | [,           | Failed to parse body:  | invalid character ',' looking for beginning of value
          """)
  void jsonThatBreaksOffIsABadRequest(String path, String sent, String what, String why)
      throws IOException {
    String complaint = what + " " + (why == null ? "unexpected EOF" : why);

    assertAnswer(
        answerTo("PUT /v1/" + path + HEAD + "Content-Length: 99\r\n\r\n" + sent),
        "400 Bad Request",
        complaint);
  }

  @Test
  void jsonInABrokenChunkIsABadRequest() throws IOException {
    String put = "PUT /v1/agent/service/register" + HEAD + CHUNKED + chunk("{\"Name\":\"x\"");

    assertAnswer(
        answerTo(put + "zz\r\n"),
        "400 Bad Request",
        "Request decode failed: invalid byte in chunk length");
    assertAnswer(answerTo(put), "400 Bad Request", "Request decode failed: unexpected EOF");
  }

  @Test
  void nobodyMissesWhatFollowsTheJson() throws IOException {
    String name = unique("service");
    String body = json("{'Name':'$'}", name);

    assertAnswer(
        answerTo("PUT /v1/agent/service/register" + HEAD + "Content-Length: 99\r\n\r\n" + body),
        "200 OK",
        "");
    assertThat(good(agent.get("/v1/agent/services")).has(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"agent/maintenance?enable=false", "agent/service/deregister/NAME"})
  void nobodyMissesABodyWithoutAUse(String path) throws IOException {
    assertAnswer(
        answerTo(
            "PUT /v1/"
                + path.replace("NAME", registered(""))
                + HEAD
                + "Content-Length: 99\r\n\r\nabc"),
        "200 OK",
        "");
  }

  @Test
  void anEventsPayloadHasItsEnd() throws IOException {
    assertAnswer(
        answerTo("PUT /v1/event/fire/x" + HEAD + "Content-Length: 99\r\n\r\nabc"),
        "500 Internal Server Error",
        "unexpected EOF");
  }

  @Test
  void anEventsPayloadCountsOnlyIfItsLengthIsKnown() throws IOException {
    assertThat(answerTo("PUT /v1/event/fire/x" + HEAD + CHUNKED + chunk("abc") + chunk("")))
        .startsWith("HTTP/1.1 200 OK")
        .contains("\"Payload\": null");
  }

  @Test
  void whatASessionIsCountsOnlyIfItsLengthIsKnown() throws IOException {
    String body = json("{'Node':'nope'}");

    assertThat(answerTo("PUT /v1/session/create" + HEAD + CHUNKED + chunk(body) + chunk("")))
        .startsWith("HTTP/1.1 200 OK");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          3~abc~zz~                 | invalid byte in chunk length
          3~abc~-1~~                | invalid byte in chunk length
          0x3~abc~0~~               | invalid byte in chunk length
          ` 3~abc~0~~`              | invalid byte in chunk length
          3,4~abc~0~~               | invalid byte in chunk length
          3~abc~                    | unexpected EOF
          3~abc~0                   | unexpected EOF
          3~abc~0~                  | http: unexpected EOF reading trailer
          """)
  void aBrokenChunkIsNotWritten(String chunks, String text) throws IOException {
    String key = "/v1/kv/" + unique("broken");

    assertAnswer(
        answerTo("PUT " + key + HEAD + CHUNKED + chunks.replace("~", "\r\n")),
        "500 Internal Server Error",
        text);
    assertThat(agent.get(key).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "3~abc~0~~",
        "003~abc~0~~",
        "3;x=\"a\"~abc~0~~",
        "2~ab~1~c~0~~",
        "3~abc~0~X: y~~",
        "3~abc~0~Content-Length: 9~~",
        "3~abc~00~~",
      })
  void chunksMayBeWrittenInManyWays(String chunks) throws IOException {
    String key = "/v1/kv/" + unique("chunked");

    assertAnswer(
        answerTo("PUT " + key + HEAD + CHUNKED + chunks.replace("~", "\r\n")), "200 OK", "true\n");
    assertThat(agent.get(key + "?raw").text()).isEqualTo("abc");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Content-Length: 2~Content-Length: 2          | ab
          Content-Length: 02                           | ab
          Content-Length: 9~Transfer-Encoding: chunked | 2~ab~0~~
          Transfer-Encoding: chunked~Content-Length: 9 | 2~ab~0~~
          Transfer-Encoding: Chunked                   | 2~ab~0~~
          """)
  void aLengthMayBeToldTwice(String headers, String body) throws IOException {
    String key = "/v1/kv/" + unique("twice");

    String answer = answerTo(("PUT " + key + HEAD + headers + "~~" + body).replace("~", "\r\n"));

    assertAnswer(answer, "200 OK", "true\n");
    assertThat(agent.get(key + "?raw").text()).isEqualTo("ab");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 2~Content-Length: 3",
        "Content-Length: 2, 2",
        "Content-Length: +2",
        "Content-Length: 0x2",
        "Content-Length: 2a",
        "Content-Length: 2.0",
        "Content-Length: 9223372036854775808",
      })
  void aLengthIsOneNumber(String headers) throws IOException {
    assertAnswer(
        answerTo(("PUT /v1/kv/x" + HEAD + headers + "~~ab").replace("~", "\r\n")),
        "400 Bad Request",
        "400 Bad Request");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gzip",
        "identity",
        "gzip, chunked",
        "chunked, gzip",
        "chunked, chunked",
        "xchunked"
      })
  void nothingIsUnpacked(String coding) throws IOException {
    assertThat(answerTo("PUT /v1/kv/x" + HEAD + "Transfer-Encoding: " + coding + "\r\n\r\n"))
        .isEqualTo(
            "HTTP/1.1 501 Not Implemented\r\nContent-Type: text/plain; charset=utf-8\r\n"
                + "Connection: close\r\n\r\nUnsupported transfer encoding");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          200    | json: cannot unmarshal array into Go value of type api.TxnOp
          10000  | json: cannot unmarshal array into Go value of type api.TxnOp
          10001  | invalid character '[' exceeded max depth
          100000 | invalid character '[' exceeded max depth
          """)
  void listsMayBeInOneAnotherTenThousandTimes(int depth, String text) {
    assertText(
        agent.put("/v1/txn", "[".repeat(depth) + "]".repeat(depth)),
        400,
        "Failed to parse body: " + text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":"})
  void deepJsonHasItsEnd(String begin) {
    assertText(
        agent.put("/v1/agent/service/register", begin.repeat(10_000)),
        400,
        "Request decode failed: unexpected EOF");
  }
}
