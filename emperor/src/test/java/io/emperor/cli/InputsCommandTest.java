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
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What {@code emperor inputs} makes of the answers. */
class InputsCommandTest {

  private static final String WAITING =
      """
      {"vassal":"shop","state":"waiting","watched":true,"revision":0,"since":null,
       "sources":[{"name":"consul config/shop/","changed":null,"trouble":"no agent answers"}],
       "values":[],"credentials":[],"missing":["consul config/shop/: no agent answers"]}
      """;

  private static final String RUNNING =
      """
      {"vassal":"shop","state":"running","watched":true,"revision":7,"since":"%1$s",
       "sources":[{"name":"consul config/shop/","changed":"%1$s","trouble":""}],
       "values":[{"key":"db.h\\u001b[2Jost","value":"a\\nb","source":"consul config/shop/"},
                 {"key":"db.name","value":"","source":"consul config/shop/"}],
       "credentials":[{"name":"tls","state":"expiring","subject":"CN=a\\u001b[2J","expires":"%1$s",
                       "trouble":"credential tls: pki/key is missing"},
                      {"name":"token","state":"valid","subject":"","expires":null,"trouble":""}],
       "missing":["env.DB waits for db.port"]}
      """;

  private static final String NONE =
      """
      {"vassal":"shop","state":"%s","watched":false,"revision":0,"since":null,
       "sources":[],"values":[],"credentials":[],"missing":[]}
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
  void saysWhatIsWaitedForBeforeAnythingServes() {
    answer(200, WAITING);

    assertThat(inputs()).isEqualTo(ExitStatus.CLEAN);

    assertThat(out.toString())
        .startsWith("shop is waiting\n")
        .containsPattern("revision +none yet\n")
        .containsPattern("waits for +consul config/shop/: no agent answers\n")
        .containsPattern("consul config/shop/ +- +no agent answers\n")
        .doesNotContain("values");
  }

  @Test
  void saysWhatIsGivenAndWritesNothingThatATerminalObeys() {
    answer(200, RUNNING.formatted(Instant.now().minusSeconds(125)));

    assertThat(inputs()).isEqualTo(ExitStatus.CLEAN);

    assertThat(out.toString())
        .containsPattern("revision +7, given 2m ago\n")
        .containsPattern("trouble +env.DB waits for db.port\n")
        .containsPattern("consul config/shop/ +2m ago\n")
        .containsPattern("db.h \\[2Jost +a b +consul config/shop/\n")
        .containsPattern("db.name +- +consul config/shop/\n")
        .containsPattern("tls +expiring +20\\S+Z +CN=a \\[2J +credential tls: pki/key is missing\n")
        .containsPattern("token +valid +-")
        .doesNotContain("\u001b");
  }

  @Test
  void saysWhyThereAreNone() {
    answer(200, NONE.formatted("running"));
    assertThat(inputs()).isEqualTo(ExitStatus.CLEAN);
    assertThat(out.toString())
        .isEqualTo(
            "shop has no inputs: its configuration names neither sources, templates, files nor"
                + " credentials\n");
  }

  @Test
  void saysThatAStoppedOneHasNone() {
    answer(200, NONE.formatted("stopped"));
    assertThat(inputs()).isEqualTo(ExitStatus.CLEAN);
    assertThat(out.toString()).isEqualTo("shop is stopped: nothing is looked at for it\n");
  }

  @Test
  void anUnknownVassalIsAFailure() {
    answer(404, "{\"error\":\"no vassal shop: did you mean shoe?\"}");
    assertThat(inputs()).isEqualTo(ExitStatus.FAILED);
    assertThat(err.toString()).contains("no vassal shop: did you mean shoe?");
  }

  @Test
  void jsonIsWhatTheApiAnswers() {
    answer(200, WAITING);
    assertThat(inputs("--json")).isEqualTo(ExitStatus.CLEAN);
    assertThat(out.toString()).isEqualTo(WAITING.strip() + "\n");
  }

  private int inputs(String... more) {
    String[] words = new String[more.length + 4];
    words[0] = "inputs";
    words[1] = "shop";
    words[2] = "--admin";
    words[3] = "127.0.0.1:" + server.getAddress().getPort();
    System.arraycopy(more, 0, words, 4, more.length);
    return commandLine.execute(words);
  }

  private void answer(int status, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/v1/vassals/shop/inputs",
        exchange -> {
          exchange.sendResponseHeaders(status, bytes.length);
          try (OutputStream answer = exchange.getResponseBody()) {
            answer.write(bytes);
          }
        });
  }
}
