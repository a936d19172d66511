package io.emperor.devagent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is answered on the thread that all connections share, and so keeps all of them waiting. */
class QuickAnswersTest {

  private static final int MANY = 400;
  private static final String LAST = "Host: localhost\r\nConnection: close\r\n\r\n";

  @ParameterizedTest
  @CsvSource({
    "/v1/kv/a/b, true",
    "/v1/kv/a?raw&index=1, true",
    "/v1/kv/a?cas=1, true",
    "/v1/kv/a?recurse, false",
    "/v1/kv/?keys&separator=%2F, false",
    "/v1/agent/check/pass/service:a, true",
    "/v1/agent/check/update/service:a, false",
    "/v1/session/renew/a, true",
    "/v1/session/create, false",
    "/v1/agent/service/register, false",
    "/v1/agent/services, false",
    "/v1/health/service/a, false",
    "/v1/catalog/nodes?filter=Node+matches+a, false",
    "/v1/txn, false",
  })
  void onlyWhatIsAboutOneThingIs(String url, boolean quick) {
    assertThat(new QuietAgent().isQuick(url)).isEqualTo(quick);
  }

  @Test
  void whoSendsManyAtOnceHasTheirAnswersInTheirOrder() throws Exception {
    try (DevAgent agent = DevAgent.start(0);
        Clients clients = new Clients(agent.address())) {
      for (int i = 0; i < 3; i++) {
        String put = "PUT /v1/kv/k" + i + " HTTP/1.1\r\nContent-Length: 1\r\n";
        assertThat(clients.answer(put + LAST + i)).endsWith("true\n");
      }

      String all =
          IntStream.range(0, MANY)
              .mapToObj(i -> "GET /v1/kv/k" + (i % 4 == 3 ? "?keys" : i % 4 + "?raw"))
              .map(line -> line + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
              .collect(Collectors.joining());
      String answers = clients.answer(all + "GET /v1/kv/k0?raw HTTP/1.1\r\n" + LAST);

      assertThat(Stream.of(answers.split("HTTP/1.1 200 OK")).skip(1))
          .extracting(QuickAnswersTest::body)
          .containsExactlyElementsOf(
              IntStream.rangeClosed(0, MANY)
                  .mapToObj(i -> i % 4 == 3 ? "[\"k0\",\"k1\",\"k2\"]" : "" + i % 4)
                  .toList());
    }
  }

  private static String body(String answer) {
    return answer.substring(answer.indexOf("\r\n\r\n")).replaceAll("\\s", "");
  }
}
