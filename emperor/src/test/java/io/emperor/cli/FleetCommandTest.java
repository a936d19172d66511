package io.emperor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.emperor.cli.run.ExitStatus;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class FleetCommandTest {

  private static final String FLEET =
      """
      {"fleet":"shops","leaseHeld":true,"leaseAge":0.3,"names":2,"problem":%s,"emperors":[
       {"emperor":"one","state":"live","labels":{"zone":"a","emperor":"one","host":"cellar"},
        "version":"1.2.3","admin":"http://192.0.2.1:9191/","since":"2026-03-01T12:00:00Z",
        "leaseAge":0.3,"names":2},
       {"emperor":"t\\u001b[2Jwo","state":"idle","labels":{"zo\\u0007ne":"\\u202eb"},
        "version":"","admin":null,"since":"2026-03-01T12:00:00Z","leaseAge":null,"names":0}]}
      """;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final CommandLine commandLine =
      CommandLines.all().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void listsTheEmperorsAndWritesNothingOfTheirsThatATerminalObeys() {
    answer(200, FLEET.formatted("null"));

    assertThat(fleet()).isEqualTo(ExitStatus.CLEAN);

    List<String> lines = out.toString().lines().toList();
    assertThat(lines).hasSize(4).first().isEqualTo("fleet shops");
    assertThat(lines.get(1)).startsWith("EMPEROR").endsWith("LABELS");
    assertThat(lines.get(2))
        .matches(
            "one +live +0\\.3s +2 +0 +1\\.2\\.3 +http://192\\.0\\.2\\.1:9191/ +host=cellar zone=a");
    assertThat(lines.get(3))
        .matches("t\\\\u001b\\[2Jwo +idle +- +0 +0 +- +- +zo\\\\u0007ne=\\\\u202eb");
  }

  @Test
  void saysWhatIsWrong() {
    answer(200, FLEET.formatted("\"the token can't write\\u001b[2J\""));

    assertThat(fleet()).isEqualTo(ExitStatus.CLEAN);

    assertThat(out.toString().lines().toList().get(1)).isEqualTo("the token can't write [2J");
  }

  @Test
  void programsGetWhatTheApiAnswers() {
    String answer = FLEET.formatted("null");
    answer(200, answer);

    assertThat(fleet("--json")).isEqualTo(ExitStatus.CLEAN);

    assertThat(out.toString().strip()).isEqualTo(answer.strip());
  }

  @Test
  void anEmperorThatKnowsOfNoFleetIsToldToBeOld() {
    answer(404, "{\"error\":\"no such path: /v1/fleet\"}");

    assertThat(fleet()).isEqualTo(ExitStatus.FAILED);
    assertThat(fleet("--json")).isEqualTo(ExitStatus.FAILED);

    assertThat(out.toString()).isEmpty();
    assertThat(err.toString().lines())
        .hasSize(2)
        .allMatch(
            line -> line.endsWith("is older than this command and knows of no fleet: update it"));
  }

  @Test
  void aRefusalIsSaidInTheEmperorsWords() {
    answer(502, "{\"error\":\"no agent answers\",\"emperor\":\"one\"}");

    assertThat(fleet()).isEqualTo(ExitStatus.FAILED);

    assertThat(err.toString().strip()).isEqualTo("emperor one: no agent answers");
  }

  private void answer(int status, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    var unused =
        server.createContext(
            "/v1/fleet",
            exchange -> {
              exchange.sendResponseHeaders(status, bytes.length);
              try (OutputStream to = exchange.getResponseBody()) {
                to.write(bytes);
              }
            });
  }

  private int fleet(String... options) {
    String place = String.format(Locale.ROOT, "127.0.0.1:%d", server.getAddress().getPort());
    String[] words = new String[options.length + 3];
    words[0] = "fleet";
    words[1] = "--admin";
    words[2] = place;
    System.arraycopy(options, 0, words, 3, options.length);
    return commandLine.execute(words);
  }
}
