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
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What an emperor's commands say of instances that others run. */
class ElsewhereTest {

  private static final String FLEET =
      """
      {"fleet":"shops","leaseHeld":true,"leaseAge":0.3,"names":0,"problem":null,"emperors":[],
       "vassals":[
        {"name":"shop","instances":3,"configured":3,"singleton":false,"slots":[%s,%s,
         {"slot":2,"name":"shop@2","emperor":null,"state":"pending","passing":false,"outdated":false,
          "fence":null,"reason":"one is drained"}],"warnings":{"two":"has older files of it"}},
        {"name":"rest","instances":0,"configured":2,"singleton":false,"slots":[],"warnings":{}}]}
      """
          .formatted(slot(0, "two"), slot(1, "three"));

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final CommandLine commandLine =
      CommandLines.all().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
  private HttpServer server;

  private static String slot(int number, String emperor) {
    return String.format(
        Locale.ROOT,
        """
        {"slot":%d,"name":"shop@%d","emperor":"%s","state":"running","passing":true,
         "outdated":false,"fence":%d,"reason":""}
        """,
        number,
        number,
        emperor,
        50 + number);
  }

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    Map<String, String> answers =
        Map.of(
            "/v1/fleet", FLEET,
            "/v1/vassals", "[]",
            "/v1/emperor", "{\"name\":\"one\"}");
    server.createContext(
        "/",
        exchange -> {
          String answer = answers.get(exchange.getRequestURI().getPath());
          byte[] body =
              (answer == null
                      ? "{\"error\":\"no vassal of that name\",\"emperor\":\"one\"}"
                      : answer)
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(answer == null ? 404 : 200, body.length);
          try (OutputStream to = exchange.getResponseBody()) {
            to.write(body);
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private int run(String... words) {
    String[] all = new String[words.length + 2];
    System.arraycopy(words, 0, all, 0, words.length);
    all[words.length] = "--admin";
    all[words.length + 1] = "127.0.0.1:" + server.getAddress().getPort();
    return commandLine.execute(all);
  }

  @Test
  void theListEndsWithThoseOfWhichNoneIsHere() {
    assertThat(run("list")).isEqualTo(ExitStatus.CLEAN);

    assertThat(out.toString().lines())
        .endsWith(
            "shop: no instance here, 1 pending, 1 on three, 1 on two: see emperor fleet",
            "rest: no instance here, none is wanted: see emperor fleet");
  }

  @Test
  void theStatusOfAVassalWithInstancesIsThatOfAllOfThem() {
    assertThat(run("status", "shop")).isEqualTo(ExitStatus.CLEAN);

    assertThat(out.toString().lines()).hasSize(5).first().isEqualTo("shop: instances in the fleet");
    assertThat(out.toString())
        .containsPattern("shop@0 +two +running +passing +50")
        .containsPattern("shop@2 +- +pending +- +- +one is drained");
  }

  @Test
  void theStatusOfAnInstanceIsItsOwn() {
    assertThat(run("status", "shop@1")).isEqualTo(ExitStatus.CLEAN);

    assertThat(out.toString().lines()).hasSize(3);
    assertThat(out.toString()).containsPattern("shop@1 +three +running +passing +51");
  }

  @Test
  void whatTheFleetDoesNotKnowEitherIsUnknown() {
    assertThat(run("status", "other")).isNotEqualTo(ExitStatus.CLEAN);

    assertThat(err.toString()).contains("no vassal of that name");
  }
}
