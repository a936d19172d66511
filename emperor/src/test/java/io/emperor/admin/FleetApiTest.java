package io.emperor.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.emperor.consul.Await;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the endpoint answers about instances, and that its own description says so. */
@Tag("cluster")
@Timeout(120)
class FleetApiTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String SCALE = "/v1/fleet/vassals/{name}/scale";

  @TempDir Path directory;

  private AdminRig admin;
  private ApiDescription described;

  @BeforeEach
  void open() throws Exception {
    admin = new AdminRig(directory, null);
    described = ApiDescription.of(admin.json("/v1/openapi.json"));
    Files.writeString(
        admin.file("shop.yaml"), AdminRig.PROGRAM + "instances: 3\nmax-per-emperor: 2\n");
  }

  @AfterEach
  void close() {
    admin.close();
  }

  private JsonNode slots() {
    try {
      return admin.json("/v1/fleet").path("vassals").path(0).path("slots");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private int passing() {
    int passing = 0;
    for (JsonNode slot : slots()) {
      passing += slot.path("passing").asBoolean() ? 1 : 0;
    }
    return passing;
  }

  @Test
  void showsWhoHasWhichInstanceAndWhyNobodyHasAnother() throws Exception {
    Await.within(LIMIT, "two are passing", () -> passing() == 2);
    HttpResponse<String> answer = admin.get("/v1/fleet");

    described.holds("/v1/fleet", "get", answer);
    JsonNode fleet = AdminRig.json(answer);
    assertThat(fleet.path("emperors").path(0).path("instances").asInt()).isEqualTo(2);
    assertThat(fleet.path("emperors").path(0).path("drained").asBoolean()).isFalse();
    assertThat(fleet.path("vassals").path(0).path("instances").asInt()).isEqualTo(3);
    assertThat(slots())
        .filteredOn(slot -> slot.path("state").asText().equals("pending"))
        .singleElement()
        .satisfies(
            slot -> {
              assertThat(slot.path("emperor").isNull()).isTrue();
              assertThat(slot.path("fence").isNull()).isTrue();
              assertThat(slot.path("reason").asText()).isEqualTo("test runs 2 of it already");
            });
  }

  @Test
  void scales() throws Exception {
    Await.within(LIMIT, "two are passing", () -> passing() == 2);

    HttpResponse<String> scaled = admin.command("/v1/fleet/vassals/shop/scale?instances=1");

    described.holds(SCALE, "post", scaled);
    assertThat(scaled.statusCode()).isEqualTo(202);
    assertThat(AdminRig.json(scaled).path("instances").asInt()).isEqualTo(1);
    Await.within(LIMIT, "one is left", () -> slots().size() == 1 && passing() == 1);
    assertThat(admin.json("/v1/fleet").path("vassals").path(0).path("configured").asInt())
        .isEqualTo(3);
  }

  @Test
  void drainsAndUndrains() throws Exception {
    Await.until("it is known", () -> slots().size() == 3);

    HttpResponse<String> drained = admin.command("/v1/fleet/drain");
    described.holds("/v1/fleet/drain", "post", drained);
    assertThat(drained.statusCode()).isEqualTo(202);
    assertThat(AdminRig.json(drained).path("emperor").asText()).isEqualTo("test");
    assertThat(admin.json("/v1/fleet").path("emperors").path(0).path("drained").asBoolean())
        .isTrue();

    HttpResponse<String> undrained = admin.command("/v1/fleet/undrain?emperor=test");
    described.holds("/v1/fleet/undrain", "post", undrained);
    assertThat(admin.json("/v1/fleet").path("emperors").path(0).path("drained").asBoolean())
        .isFalse();
  }

  @Test
  void saysWhatCannotBeDone() throws Exception {
    Await.until("it is known", () -> slots().size() == 3);

    refused(SCALE, "/v1/fleet/vassals/shops/scale?instances=1", 404, "shop");
    refused(SCALE, "/v1/fleet/vassals/shop/scale", 400, "instances");
    refused(SCALE, "/v1/fleet/vassals/shop/scale?instances=-1", 400, "instances");
    refused(SCALE, "/v1/fleet/vassals/shop/scale?instances=10000", 409, "10000");
    refused("/v1/fleet/drain", "/v1/fleet/drain?emperor=tset", 404, "tset");
    refused("/v1/fleet/undrain", "/v1/fleet/undrain?emperor=%00", 400, "printed");
    HttpResponse<String> foreign = admin.post("/v1/fleet/drain");
    described.holds("/v1/fleet/drain", "post", foreign);
    assertThat(foreign.statusCode()).isEqualTo(415);
    assertThat(admin.get("/v1/fleet/drain").statusCode()).isEqualTo(405);
    assertThat(admin.get("/v1/fleet/others").statusCode()).isEqualTo(404);
  }

  private void refused(String path, String request, int status, String word) throws Exception {
    HttpResponse<String> answer = admin.command(request);
    described.holds(path, "post", answer);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(AdminRig.json(answer).path("error").asText()).contains(word);
  }
}
