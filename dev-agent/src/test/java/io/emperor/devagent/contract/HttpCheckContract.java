package io.emperor.devagent.contract;

import static io.emperor.devagent.contract.CheckedService.answer;
import static io.emperor.devagent.contract.CheckedService.answering;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.emperor.consul.FreePort;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks that ask for a URL: what an answer means. */
abstract class HttpCheckContract extends RunCheckContract {

  private static final char[] PASSWORD = "changeit".toCharArray();

  private JsonNode outcomeOf(String url) {
    return outcome("'HTTP':'$'", url);
  }

  private static void assertSays(JsonNode check, String status, String output) {
    assertThat(check.get("Output").asText()).isEqualTo(output);
    assertThat(check.get("Status").asText()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "200 OK, passing",
    "201 Created, passing",
    "226 IM Used, passing",
    "299 So It Is, passing",
    "300 Multiple Choices, critical",
    "304 Not Modified, critical",
    "400 Bad Request, critical",
    "404 Not Found, critical",
    "428 Precondition Required, critical",
    "429 Too Many Requests, warning",
    "430 Odd, critical",
    "500 Internal Server Error, critical",
    "503 Service Unavailable, critical",
    "600 Beyond, critical",
    "200, passing",
  })
  void theCodeIsTheStatus(String line, String status) {
    String body = line.startsWith("304") ? "" : "because";
    try (CheckedService service = answering(answer(line, body))) {
      assertSays(
          outcomeOf(service.url("/health")),
          status,
          "HTTP GET %s: %s Output: %s".formatted(service.url("/health"), line, body));
    }
  }

  @Test
  void anAnswerMayHaveNoBody() {
    try (CheckedService service = answering("HTTP/1.1 204 No Content\r\n\r\n")) {
      assertSays(
          outcomeOf(service.url("/")),
          "passing",
          "HTTP GET " + service.url("/") + ": 204 No Content Output: ");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          HTTP/1.1 200 OK~~to the end                                     | to the end
          HTTP/1.0 200 OK~~to the end                                     | to the end
          HTTP/1.1 200 OK~Transfer-Encoding: chunked~~3~abc~2~de~0~~      | abcde
          HTTP/1.1 200 OK~Content-Length: 100~~cut off                    | cut off
          HTTP/1.1 200 OK~Transfer-Encoding: chunked~~9~cut off           | cut off
          HTTP/1.1 100 Continue~~HTTP/1.1 200 OK~Content-Length: 4~~then  | then
          """)
  void aBodyIsReadAsFarAsItComes(String answer, String body) {
    try (CheckedService service = answering(answer.replace("~", "\r\n"))) {
      assertSays(
          outcomeOf(service.url("/")),
          "passing",
          "HTTP GET " + service.url("/") + ": 200 OK Output: " + body);
    }
  }

  @ParameterizedTest
  @CsvSource({"'', 4096", "',''OutputMaxSize'':10', 10", "',''OutputMaxSize'':100000', 4096"})
  void theEndOfALongBodyIsKept(String fields, int kept) {
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < 3_000; i++) {
      body.append(i).append(',');
    }
    try (CheckedService service = answering(answer("200 OK", body.toString()))) {
      assertSays(
          outcome("'HTTP':'$'" + fields, service.url("/")),
          "passing",
          "HTTP GET "
              + service.url("/")
              + ": 200 OK Output: "
              + body.substring(body.length() - kept));
    }
  }

  @Test
  void anAnswerThatNeverBeginsIsCritical() {
    try (CheckedService service = CheckedService.holding("")) {
      JsonNode check = outcome("'HTTP':'$','Timeout':'1500ms'", service.url("/"));

      assertThat(check.get("Status").asText()).isEqualTo("critical");
      assertThat(check.get("Output").asText())
          .startsWith("Get \"" + service.url("/") + "\": ")
          .endsWith("(Client.Timeout exceeded while awaiting headers)");
    }
  }

  @Test
  void anAnswerThatNeverEndsCountsWhenTheTimeIsOver() {
    try (CheckedService service =
        CheckedService.holding("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nso far")) {
      assertSays(
          outcome("'HTTP':'$','Timeout':'1500ms'", service.url("/")),
          "passing",
          "HTTP GET " + service.url("/") + ": 200 OK Output: so far");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``            | EOF
          junk~~        | malformed HTTP response
          """)
  void whatIsNoAnswerIsCritical(String answer, String why) {
    try (CheckedService service = answering(answer.replace("~", "\r\n"))) {
      JsonNode check = outcomeOf(service.url("/"));

      assertThat(check.get("Status").asText()).isEqualTo("critical");
      assertThat(check.get("Output").asText())
          .startsWith("Get \"" + service.url("/") + "\": ")
          .contains(why);
    }
  }

  @Test
  void whereNobodyListensIsCritical() {
    String address = "127.0.0.1:" + FreePort.find();

    assertSays(
        outcomeOf("http://" + address + "/x"),
        "critical",
        "Get \"http://%s/x\": dial tcp %s: connect: connection refused"
            .formatted(address, address));
  }

  @Test
  void aNameThatNobodyKnowsIsCritical() {
    JsonNode check = outcomeOf("http://no-such.invalid/");

    assertThat(check.get("Status").asText()).isEqualTo("critical");
    assertThat(check.get("Output").asText())
        .startsWith("Get \"http://no-such.invalid/\": dial tcp: lookup no-such.invalid");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ftp://127.0.0.1/x      | Get "ftp://127.0.0.1/x": unsupported protocol scheme "ftp"
          file:///etc/passwd     | Get "file:///etc/passwd": unsupported protocol scheme "file"
          localhost:8080/health  | Get "localhost:8080/health": unsupported protocol scheme "localhost"
          /health                | Get "/health": unsupported protocol scheme ""
          word                   | Get "word": unsupported protocol scheme ""
          127.0.0.1:1/health     | parse "127.0.0.1:1/health": first path segment in URL cannot contain colon
          http://127.0.0.1:x/    | parse "http://127.0.0.1:x/": invalid port ":x" after host
          http://127.0.0.1:99999/ | Get "http://127.0.0.1:99999/": dial tcp: address 99999: invalid port
          http:///x              | Get "http:///x": http: no Host in request URL
          http://127.0.0.1:1/%zz | parse "http://127.0.0.1:1/%zz": invalid URL escape "%zz"
          http://a%zz@127.0.0.1/ | parse "http://a%zz@127.0.0.1/": invalid URL escape "%zz"
          http://127.0.0.1:1/a~b | parse "http://127.0.0.1:1/a\\nb": net/url: invalid control character in URL
          """)
  void aUrlThatIsNoneIsCritical(String url, String why) {
    assertSays(outcomeOf(url.replace("~", "\\n")), "critical", why);
  }

  @Test
  void aPasswordIsNotShown() {
    String address = "127.0.0.1:" + FreePort.find();

    assertSays(
        outcomeOf("http://me:secret@" + address + "/"),
        "critical",
        "Get \"http://me:***@%s/\": dial tcp %s: connect: connection refused"
            .formatted(address, address));
  }

  @Test
  void nobodyIsToldWhomAnAgentDoesNotTrust(@TempDir Path directory) throws Exception {
    try (CheckedService service = CheckedService.on(secured(directory), answer("200 OK", "safe"))) {
      String url = service.url("/").replace("http:", "https:");

      assertSays(
          outcome("'HTTP':'$','TLSSkipVerify':true", url),
          "passing",
          "HTTP GET " + url + ": 200 OK Output: safe");
      JsonNode check = outcomeOf(url);
      assertThat(check.get("Status").asText()).isEqualTo("critical");
      assertThat(check.get("Output").asText()).startsWith("Get \"" + url + "\": x509: ");
    }
  }

  /** A socket with a certificate that nobody has signed. */
  private static ServerSocket secured(Path directory) throws Exception {
    Path store = directory.resolve("store.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "RSA",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "san=ip:127.0.0.1",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("keytool.log").toFile())
            .start();
    assertThat(keytool.waitFor(20, TimeUnit.SECONDS)).isTrue();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(keys, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context
        .getServerSocketFactory()
        .createServerSocket(0, 10, InetAddress.getLoopbackAddress());
  }
}
