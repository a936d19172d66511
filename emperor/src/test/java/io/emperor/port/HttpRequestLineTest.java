package io.emperor.port;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.port.HttpRequestLine.Beginning;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken for a request by HTTP. */
class HttpRequestLineTest {

  private static Beginning beginning(String text) {
    return HttpRequestLine.beginning(text.getBytes(ISO_8859_1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"GET /", "POST /a HTTP/1.1\r\n", "OPTIONS *", "GET http://a/", "M-SEARCH * HTTP"})
  void requests(String text) {
    assertThat(beginning(text)).isEqualTo(Beginning.HTTP);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "EHLO a",
        "get /",
        " GET /",
        "\r\n",
        "*1\r\n",
        "PING\r\n",
        "SSH-2.0-a",
        "\u0016\u0003",
        "GET  /",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJKLMNOP"
      })
  void others(String text) {
    assertThat(beginning(text)).isEqualTo(Beginning.OTHER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "G", "GET", "GET "})
  void tooLittle(String text) {
    assertThat(beginning(text)).isEqualTo(Beginning.UNKNOWN);
  }

  @Test
  void secondsAreRoundedUp() {
    assertThat(HttpRequestLine.unavailable(Duration.ofMillis(1))).contains("Retry-After: 1\r\n");
    assertThat(HttpRequestLine.unavailable(Duration.ZERO)).contains("Retry-After: 1\r\n");
    assertThat(HttpRequestLine.unavailable(Duration.ofSeconds(2))).contains("Retry-After: 2\r\n");
    assertThat(HttpRequestLine.unavailable(Duration.ofMillis(2001))).contains("Retry-After: 3\r\n");
  }
}
