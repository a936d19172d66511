package io.emperor.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.emperor.consul.Await;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the API tells of a vassal's inputs, and what the metrics count. */
@Timeout(120)
class InputsApiTest {

  private static final String PATH = "/v1/vassals/{name}/inputs";
  private static final String SECRET = "youshallnot";

  @TempDir Path directory;

  private AdminRig admin;
  private ApiDescription described;
  private Path values;

  @BeforeEach
  void run() throws Exception {
    admin = new AdminRig(directory, null);
    described = ApiDescription.of(admin.json("/v1/openapi.json"));
    values = directory.resolve("values.yaml");
  }

  @AfterEach
  void close() {
    admin.close();
  }

  private void values(String yaml) throws IOException {
    Path staged = Files.writeString(directory.resolve("values.new"), yaml);
    Path unused = Files.move(staged, values, StandardCopyOption.ATOMIC_MOVE);
  }

  private void shop(String more) throws IOException {
    Files.writeString(
        admin.file("shop.yaml"),
        AdminRig.PROGRAM
            + "sources: [{file: "
            + values
            + "}]\nenv: {DB: '${db.host}', PASS: '${db.password}'}\n"
            + more);
  }

  private String reason() throws Exception {
    return admin.state("shop").isEmpty()
        ? ""
        : admin.json("/v1/vassals/shop").path("reason").asText();
  }

  private JsonNode inputs() throws Exception {
    HttpResponse<String> answer = admin.get("/v1/vassals/shop/inputs");
    described.holds(PATH, "get", answer);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).doesNotContain(SECRET);
    return AdminRig.json(answer);
  }

  @Test
  void tellsWhatIsWaitedForWhileNothingServes() throws Exception {
    shop("");
    // It is waiting from the first moment, before anybody has looked at what for.
    Await.until("it waits", () -> reason().startsWith("waits for its inputs"));

    JsonNode waiting = inputs();
    assertThat(waiting.path("watched").asBoolean()).isTrue();
    assertThat(waiting.path("revision").asInt()).isZero();
    assertThat(waiting.path("since").isNull()).isTrue();
    assertThat(waiting.at("/sources/0/trouble").asText()).isEqualTo("is not there");
    assertThat(waiting.at("/missing/0").asText()).isEqualTo("file " + values + ": is not there");
    assertThat(admin.get("/metrics").body())
        .contains("emperor_vassal_inputs_sources_failing{vassal=\"shop\"} 1.0\n")
        .contains("emperor_vassal_inputs_missing{vassal=\"shop\"} 1.0\n")
        .contains("emperor_vassal_inputs_revision{vassal=\"shop\"} 0.0\n")
        .contains("emperor_vassal_inputs_age_seconds{vassal=\"shop\"} NaN\n");
  }

  @Test
  void tellsWhatWasGivenWithoutSecretsAndWhichChangeIsRefused() throws Exception {
    values("db: {host: h, password: " + SECRET + "}");
    shop("");
    Await.until("it runs", () -> admin.state("shop").equals("running"));

    JsonNode given = inputs();
    assertThat(given.path("revision").asInt()).isEqualTo(1);
    assertThat(Instant.parse(given.path("since").asText())).isBeforeOrEqualTo(Instant.now());
    assertThat(given.path("missing")).isEmpty();
    assertThat(given.path("values"))
        .extracting(value -> value.path("key").asText() + "=" + value.path("value").asText())
        .containsExactly("db.host=h", "db.password=********");
    assertThat(given.at("/values/0/source").asText()).isEqualTo("file " + values);

    values("db: {password: " + SECRET + "}");
    Await.until("it is refused", () -> missing().equals("env.DB waits for db.host"));
    assertThat(inputs().path("revision").asInt()).isEqualTo(1);
    assertThat(admin.get("/metrics").body())
        .contains("emperor_vassal_inputs_sources_failing{vassal=\"shop\"} 0.0\n")
        .contains("emperor_vassal_inputs_missing{vassal=\"shop\"} 1.0\n")
        .contains("emperor_vassal_inputs_revision{vassal=\"shop\"} 1.0\n");
  }

  private String missing() {
    try {
      return inputs().at("/missing/0").asText();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aStoppedVassalAndOneWithoutInputsHaveNone() throws Exception {
    values("db: {host: h, password: " + SECRET + "}");
    shop("");
    Await.until("it runs", () -> admin.state("shop").equals("running"));
    assertThat(admin.command("/v1/vassals/shop/stop").statusCode()).isEqualTo(202);
    Await.until("it is stopped", () -> admin.state("shop").equals("stopped"));
    assertThat(inputs().path("watched").asBoolean()).isFalse();
    assertThat(admin.get("/metrics").body()).doesNotContain("emperor_vassal_inputs");

    Files.writeString(admin.file("shop.yaml"), AdminRig.PROGRAM);
    assertThat(admin.command("/v1/vassals/shop/start").statusCode()).isEqualTo(202);
    Await.until("it runs", () -> admin.state("shop").equals("running"));
    assertThat(inputs().path("watched").asBoolean()).isFalse();
  }

  @Test
  void nobodysInputsAreRefused() throws Exception {
    HttpResponse<String> unknown = admin.get("/v1/vassals/nobody/inputs");
    described.holds(PATH, "get", unknown);
    assertThat(unknown.statusCode()).isEqualTo(404);
    values("db: {}");
    shop("");
    Await.until("it is there", () -> !admin.state("shop").isEmpty());
    assertThat(admin.command("/v1/vassals/shop/inputs").statusCode()).isEqualTo(405);
  }
}
