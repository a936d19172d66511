package io.emperor.devagent.contract;

import static io.emperor.devagent.contract.CheckedService.answer;
import static io.emperor.devagent.contract.CheckedService.answering;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.emperor.consul.Await;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that ask for a URL: what they send. */
abstract class HttpCheckRequestContract extends RunCheckContract {

  private static final String FINE = answer("200 OK", "fine");

  /** The first request of a check with these fields. */
  private String request(CheckedService service, String url, String fields) {
    checked("'Interval':'1s','HTTP':'$'" + fields, url);
    Await.until("the service is asked", () -> !service.requests().isEmpty());
    return service.requests().get(0);
  }

  private JsonNode outcomeOf(String url, String fields) {
    return outcome("'HTTP':'$'" + fields, url);
  }

  @Test
  void aCheckSaysWhoItIs() {
    try (CheckedService service = answering(FINE)) {
      assertThat(request(service, service.url("/health"), ""))
          .startsWith("GET /health HTTP/1.1\r\nHost: " + service.address() + "\r\n")
          .contains("\r\nUser-Agent: Consul Health Check\r\n")
          .contains("\r\nAccept: text/plain, text/*, */*\r\n")
          .contains("\r\nConnection: close\r\n")
          .doesNotContain("Content-Length");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', /",
    "/, /",
    "?a=b&c, /?a=b&c",
    "/a%2Fb, /a%2Fb",
    "/a b, /a%20b",
    "/ü, /%C3%BC",
    "/a#b, /a",
    "//a/../b, //a/../b",
  })
  void aPathIsAskedForAsItIs(String path, String asked) {
    try (CheckedService service = answering(FINE)) {
      assertThat(request(service, service.url(path), "")).startsWith("GET " + asked + " HTTP/1.1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "HEAD", "OPTIONS", "BREW", "get"})
  void aCheckMayHaveAnotherMethod(String method) {
    try (CheckedService service = answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
      JsonNode check = outcomeOf(service.url("/x"), ",'Method':'" + method + "'");

      assertThat(service.requests().get(0)).startsWith(method + " /x HTTP/1.1\r\n");
      assertThat(check.get("Output").asText())
          .isEqualTo("HTTP " + method + " " + service.url("/x") + ": 200 OK Output: ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "GET"})
  void aCheckMayHaveABody(String method) {
    try (CheckedService service = answering(FINE)) {
      assertThat(request(service, service.url("/"), ",'Body':'hällo','Method':'" + method + "'"))
          .contains("\r\nContent-Length: 6\r\n")
          .endsWith("\r\n\r\nhällo");
    }
  }

  @Test
  void aCheckMayHaveHeaders() {
    try (CheckedService service = answering(FINE)) {
      assertThat(
              request(
                  service,
                  service.url("/"),
                  ",'Header':{'X-Token':['a','b'],'x-lower':['c'],'Host':['me.test'],"
                      + "'User-Agent':['you'],'Accept':['d/e'],'X-None':[],'Content-Length':['9']}"))
          .contains("\r\nX-Token: a\r\n", "\r\nX-Token: b\r\n", "\r\nx-lower: c\r\n")
          .contains("\r\nHost: me.test\r\n", "\r\nUser-Agent: you\r\n", "\r\nAccept: d/e\r\n")
          .doesNotContain("X-None", "Content-Length", service.address(), "Consul");
    }
  }

  @Test
  void whoAUrlNamesIsTold() {
    try (CheckedService service = answering(FINE)) {
      String url = "http://me:my%20word@" + service.address() + "/";

      assertThat(request(service, url, ""))
          .contains("\r\nAuthorization: Basic bWU6bXkgd29yZA==\r\n");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ,'Header':{'X-A':['1\\r\\nX-B: 2']} | Get "URL": net/http: invalid header field value "1\\r\\nX-B: 2" for key X-A
          ,'Header':{'X A':['1']}             | Get "URL": net/http: invalid header field name "X A"
          ,'Header':{'':['1']}                | Get "URL": net/http: invalid header field name ""
          ,'Method':'A B'                    | net/http: invalid method "A B"
          ,'Method':'GET /x HTTP/1.1\\r\\n'   | net/http: invalid method "GET /x HTTP/1.1\\r\\n"
          """)
  void nothingIsSmuggledIntoARequest(String fields, String why) {
    try (CheckedService service = answering(FINE)) {
      JsonNode check = outcomeOf(service.url("/"), fields);

      assertThat(check.get("Output").asText()).isEqualTo(why.replace("URL", service.url("/")));
      assertThat(check.get("Status").asText()).isEqualTo("critical");
      assertThat(service.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "301, GET /to?x HTTP/1.1, ''",
    "302, GET /to?x HTTP/1.1, ''",
    "303, GET /to?x HTTP/1.1, ''",
    "307, POST /to?x HTTP/1.1, body",
    "308, POST /to?x HTTP/1.1, body",
  })
  void aRedirectionIsFollowed(int status, String line, String body) {
    String moved =
        String.format(Locale.ROOT, "HTTP/1.1 %d Moved\r\nLocation: /to?x\r\n\r\n", status);
    try (CheckedService service = answering(moved, FINE, moved, FINE, moved, FINE)) {
      JsonNode check =
          outcomeOf(
              service.url("/from"),
              ",'Method':'POST','Body':'body','Header':{'Authorization':['me']}");

      assertThat(check.get("Output").asText())
          .isEqualTo("HTTP POST " + service.url("/from") + ": 200 OK Output: fine");
      assertThat(service.requests().get(1))
          .startsWith(line + "\r\n")
          .contains("\r\nReferer: " + service.url("/from") + "\r\n")
          .contains("\r\nAuthorization: me\r\n")
          .endsWith("\r\n\r\n" + body);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/a/b, c, /a/c",
    "/a/b, ?c, /a/b?c",
    "/a/b, /c, /c",
    "/a/b?d, c?e, /a/c?e",
  })
  void aRedirectionMayBeRelative(String from, String location, String to) {
    String moved = "HTTP/1.1 302 Found\r\nLocation: " + location + "\r\n\r\n";
    try (CheckedService service = answering(moved, FINE)) {
      outcomeOf(service.url(from), "");

      assertThat(service.requests().get(1)).startsWith("GET " + to + " HTTP/1.1\r\n");
    }
  }

  @Test
  void aRedirectionMayLeadToAnotherService() {
    try (CheckedService other = answering(FINE);
        CheckedService service =
            answering("HTTP/1.1 302 Found\r\nLocation: " + other.url("/there") + "\r\n\r\n")) {
      JsonNode check = outcomeOf(service.url("/"), "");

      assertThat(check.get("Status").asText()).isEqualTo("passing");
      assertThat(other.requests().get(0))
          .startsWith("GET /there HTTP/1.1\r\nHost: " + other.address() + "\r\n");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          Location: /again | Get "/again": stopped after 10 redirects
          X: y             | Get "URL": 302 response missing Location header
          """)
  void aRedirectionThatLeadsNowhereIsCritical(String header, String why) {
    try (CheckedService service = answering("HTTP/1.1 302 Found\r\n" + header + "\r\n\r\n")) {
      JsonNode check = outcomeOf(service.url("/"), "");

      assertThat(check.get("Output").asText()).isEqualTo(why.replace("URL", service.url("/")));
      assertThat(check.get("Status").asText()).isEqualTo("critical");
    }
  }
}
