package io.emperor.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.emperor.admin.view.Json;
import io.emperor.consul.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Configurations that an operator writes to Consul through the emperor. */
@Timeout(60)
class FleetFilesTest {

  private static final String APPLY = "/v1/fleet/files/apply";
  private static final String REMOVE = "/v1/fleet/files/remove";

  /** The client asks whether it may send a body, and never does. */
  private static final String WITHOUT_BODY =
      """
      POST /v1/fleet/files/apply?file=x.yaml HTTP/1.1\r
      Host: localhost\r
      Content-Type: application/json\r
      Content-Length: 100\r
      Expect: 100-continue\r
      \r
      """;

  @TempDir Path directory;
  private AdminRig admin;
  private ApiDescription described;

  @BeforeEach
  void open() throws Exception {
    admin = new AdminRig(directory, null);
    described = ApiDescription.of(admin.json("/v1/openapi.json"));
  }

  @AfterEach
  void close() {
    admin.close();
  }

  private JsonNode apply(int status, String file, String text) throws Exception {
    return applied(status, "?file=" + file, Json.of(Map.of("text", text)));
  }

  private JsonNode applied(int status, String query, String body) throws Exception {
    HttpResponse<String> answer =
        admin.send(
            HttpRequest.newBuilder(admin.uri(APPLY + query))
                .POST(HttpRequest.BodyPublishers.ofString(body)),
            "Content-Type",
            "application/json");
    described.holds(APPLY, "post", answer);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return AdminRig.json(answer);
  }

  private JsonNode remove(int status, String query) throws Exception {
    HttpResponse<String> answer = admin.command(REMOVE + query);
    described.holds(REMOVE, "post", answer);
    assertThat(answer.statusCode()).isEqualTo(status);
    return AdminRig.json(answer);
  }

  @Test
  void writesChangesAndRemoves() throws Exception {
    JsonNode created = apply(200, "shop.yaml", "comand: [sleep]\n# \u00fc\n");
    assertThat(created.path("name").asText()).isEqualTo("shop");
    assertThat(created.path("key").asText()).isEqualTo("consul:vassals/shop.yaml");
    assertThat(created.path("outcome").asText()).isEqualTo("created");
    Await.until("it is told what is wrong", () -> admin.state("shop").equals("cursed"));
    assertThat(admin.json("/v1/vassals/shop").path("reason").asText())
        .startsWith("consul:vassals/shop.yaml:1: comand: unknown key");
    assertThat(admin.json("/v1/vassals/shop").path("app").asText())
        .isEqualTo("consul:vassals/shop.yaml");

    assertThat(apply(200, "shop.yaml", "comand: [sleep]\n# \u00fc\n").path("outcome").asText())
        .isEqualTo("unchanged");
    assertThat(apply(200, "shop.yaml", "comand: []\n").path("outcome").asText())
        .isEqualTo("changed");
    assertThat(apply(409, "shop.ini", "a = b").path("error").asText())
        .startsWith("consul:vassals/shop.yaml is that vassal's configuration");

    assertThat(remove(200, "?name=shop").path("outcome").asText()).isEqualTo("removed");
    Await.until("it is gone", () -> admin.state("shop").isEmpty());
    assertThat(remove(200, "?name=shop").path("outcome").asText()).isEqualTo("absent");
  }

  @Test
  void aMirrorIsNoPlaceForFiles() throws Exception {
    assertThat(admin.json("/v1/directories?file=shop.jar"))
        .extracting(JsonNode::asText)
        .containsExactly(directory.resolve("vassals").toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "?file=",
        "?file=shop",
        "?file=shop.jar",
        "?file=a/b.yaml",
        "?file=..%2Fx.yaml",
        "?file=-x.yaml",
        "?file=a%0Ab.yaml",
        "?file=.yaml"
      })
  void refusesWhatIsNoConfigurationsName(String query) throws Exception {
    applied(400, query, "{\"text\":\"a: b\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "[]", "a: b", "{\"text\":1}", "{\"text\":\"\\ud800\"}"})
  void refusesABodyWithoutAText(String body) throws Exception {
    applied(400, "?file=shop.yaml", body);
  }

  @Test
  void refusesWhatIsTooLong() throws Exception {
    assertThat(apply(400, "shop.yaml", "#".repeat(512 * 1024 + 1)).path("error").asText())
        .contains("512 KB");
    apply(413, "shop.yaml", "#".repeat(4 << 20));
    assertThat(apply(200, "shop.yaml", "#".repeat(512 * 1024)).path("outcome").asText())
        .isEqualTo("created");
  }

  @Test
  void bodiesThatNeverComeKeepNobodyElseOut() throws Exception {
    try (Socket first = admin.opened(WITHOUT_BODY);
        Socket second = admin.opened(WITHOUT_BODY)) {
      assertThat(line(first)).as("it is let in").isEqualTo("HTTP/1.1 100 Continue");
      assertThat(line(second)).as("it is let in").isEqualTo("HTTP/1.1 100 Continue");

      try (Socket third = admin.opened(WITHOUT_BODY)) {
        assertThat(line(third)).startsWith("HTTP/1.1 503 ");
      }
      assertThat(admin.command(REMOVE + "?name=shop").statusCode()).isEqualTo(503);
      assertThat(admin.get("/v1/vassals").statusCode()).isEqualTo(200);
    }
    Await.until(
        "they are served again", () -> admin.command(REMOVE + "?name=shop").statusCode() == 200);
  }

  private static String line(Socket socket) throws IOException {
    return new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
        .readLine();
  }

  @Test
  void otherPathsAndMethodsAreRefused() throws Exception {
    assertThat(admin.get(APPLY).statusCode()).isEqualTo(405);
    assertThat(admin.command("/v1/fleet/files/steal").statusCode()).isEqualTo(404);
    assertThat(admin.post(REMOVE + "?name=shop").statusCode()).isEqualTo(415);
    assertThat(remove(400, "").path("error").asText()).isEqualTo("say ?name=NAME");
  }
}
