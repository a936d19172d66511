package io.emperor.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.emperor.consul.Await;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What the endpoint answers, and that its own description says so. */
@Timeout(60)
class AdminApiTest {

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

  @Test
  void listsTheVassalsByName() throws Exception {
    assertThat(admin.json("/v1/vassals")).isEmpty();
    running("shop");
    running("bar");

    HttpResponse<String> answer = admin.get("/v1/vassals");

    described.holds("/v1/vassals", "get", answer);
    assertThat(AdminRig.json(answer))
        .extracting(one -> one.path("name").asText())
        .containsExactly("bar", "shop");
    JsonNode shop = AdminRig.json(answer).get(1);
    assertThat(shop.path("state").asText()).isEqualTo("running");
    assertThat(shop.path("serviceId").asText()).isEqualTo("shop-test");
    assertThat(shop.path("generation").asInt()).isEqualTo(1);
    assertThat(shop.path("pid").asLong()).isEqualTo(ProcessHandle.current().pid());
    assertThat(shop.path("health").asText()).isEqualTo("passing");
    assertThat(shop.path("port").isNull()).as("a worker has no port").isTrue();
  }

  @Test
  void saysWhichEmperorAnswers() throws Exception {
    HttpResponse<String> answer = admin.get("/v1/emperor");

    described.holds("/v1/emperor", "get", answer);
    JsonNode emperor = AdminRig.json(answer);
    assertThat(emperor.path("name").asText()).isEqualTo("test");
    assertThat(emperor.path("version").asText()).isEqualTo("1.2.3");
    assertThat(emperor.path("since").asText()).isEqualTo("1970-01-01T00:00:00Z");
    assertThat(emperor.path("admin").asText()).isEqualTo(admin.uri("").toString());
    assertThat(emperor.path("agents"))
        .extracting(agent -> agent.path("address").asText())
        .containsExactly("http://" + admin.agent.address());
  }

  @Test
  void showsTheFleet() throws Exception {
    Await.until(
        "it has joined its fleet", () -> admin.json("/v1/fleet").path("emperors").size() == 1);
    HttpResponse<String> answer = admin.get("/v1/fleet");

    described.holds("/v1/fleet", "get", answer);
    JsonNode fleet = AdminRig.json(answer);
    assertThat(fleet.path("fleet").asText()).isEqualTo("default");
    assertThat(fleet.path("emperors").path(0).path("emperor").asText()).isEqualTo("test");
    assertThat(fleet.path("names").asInt()).isZero();
    assertThat(admin.json("/v1/emperor").path("fleet").asText()).isEqualTo("default");

    admin.agent.close();
    HttpResponse<String> refused = admin.get("/v1/fleet");
    described.holds("/v1/fleet", "get", refused);
    assertThat(refused.statusCode()).isEqualTo(502);
  }

  @Test
  void showsOneWithItsConfigurationAndItsPast() throws Exception {
    Files.writeString(
        admin.file("shop.yaml"), "settings:\n  db-password: geheim\n  colour: blue\n");
    running("shop");

    HttpResponse<String> answer = admin.get("/v1/vassals/shop");

    described.holds("/v1/vassals/{name}", "get", answer);
    assertThat(answer.body())
        .contains("\"settings.colour\",\"value\":\"blue\"", "shop.yaml:3")
        .doesNotContain("geheim");
    assertThat(AdminRig.json(answer).path("events"))
        .extracting(event -> event.path("message").asText())
        .contains("loading generation 1", "running generation 1");
  }

  @Test
  void reloadsStopsAndStarts() throws Exception {
    running("shop");

    HttpResponse<String> reload = admin.command("/v1/vassals/shop/reload");
    described.holds("/v1/vassals/{name}/reload", "post", reload);
    assertThat(reload.statusCode()).isEqualTo(202);
    assertThat(AdminRig.json(reload).path("attempt").asInt()).isEqualTo(2);
    Await.until("it is reloaded", () -> generation("shop") == 2);

    HttpResponse<String> stop = admin.command("/v1/vassals/shop/stop");
    described.holds("/v1/vassals/{name}/stop", "post", stop);
    Await.until("it is stopped", () -> admin.state("shop").equals("stopped"));

    HttpResponse<String> start = admin.command("/v1/vassals/shop/start");
    described.holds("/v1/vassals/{name}/start", "post", start);
    Await.until("it runs", () -> admin.state("shop").equals("running"));
  }

  @Test
  void tellsWhatAllVassalsDoAndTake() throws Exception {
    running("shop");
    running("bar");

    HttpResponse<String> answer = admin.get("/v1/load");

    described.holds("/v1/load", "get", answer);
    assertThat(AdminRig.json(answer).fieldNames()).toIterable().containsExactly("bar", "shop");
    assertThat(AdminRig.json(answer).at("/shop/heapUsed").asLong()).isPositive();
  }

  @Test
  void tellsTheAddressThatAVassalIsRegisteredWith() throws Exception {
    Files.writeString(admin.file("shop.yaml"), "consul-service-address: shop.example\n");
    running("shop");

    assertThat(admin.json("/v1/vassals/shop").path("address").asText()).isEqualTo("shop.example");
  }

  @Test
  void tellsWhereAFileHasToBePut() throws Exception {
    HttpResponse<String> answer = admin.get("/v1/directories?file=shop.jar");

    described.holds("/v1/directories", "get", answer);
    assertThat(AdminRig.json(answer))
        .singleElement()
        .extracting(JsonNode::asText)
        .isEqualTo(String.valueOf(admin.file("shop.jar").getParent()));
    for (String wrong : new String[] {"", "?file=", "?file=../shop.jar"}) {
      HttpResponse<String> refused = admin.get("/v1/directories" + wrong);
      assertThat(refused.statusCode()).isEqualTo(400);
      described.holds("/v1/directories", "get", refused);
    }
  }

  @Test
  void tellsTheLoadOfAnAppInside() throws Exception {
    admin.hand.onStart(context -> context.serve("/*", new Statuses()));
    running("shop");
    assertThat(admin.serve("shop", "/500")).isEqualTo(500);
    assertThat(admin.serve("shop", "/200")).isEqualTo(200);
    Await.until("both are counted", () -> load("shop").path("requests").asInt() == 2);

    HttpResponse<String> answer = admin.get("/v1/vassals/shop/load");

    described.holds("/v1/vassals/{name}/load", "get", answer);
    JsonNode load = AdminRig.json(answer);
    assertThat(load.path("failed").asInt()).isEqualTo(1);
    assertThat(load.path("seconds").asDouble()).isPositive();
    assertThat(load.path("inFlight").asInt()).isZero();
    assertThat(load.path("heapUsed").asLong()).isBetween(1L, Runtime.getRuntime().maxMemory());
    assertThat(load.path("heapMax").asLong()).isEqualTo(Runtime.getRuntime().maxMemory());
    assertThat(load.path("processBytes").isNull()).isTrue();
  }

  @Test
  void tellsTheLoadOfAProcess() throws Exception {
    Files.writeString(admin.file("own.yaml"), AdminRig.PROGRAM);
    Await.until("it runs", () -> admin.state("own").equals("running"));

    HttpResponse<String> answer = admin.get("/v1/vassals/own/load");

    described.holds("/v1/vassals/{name}/load", "get", answer);
    JsonNode load = AdminRig.json(answer);
    assertThat(load.path("requests").isNull()).isTrue();
    assertThat(load.path("heapUsed").isNull()).isTrue();
    assertThat(load.path("processBytes").asLong() > 0 || !OS.LINUX.isCurrentOs()).isTrue();
  }

  @Test
  void refusesWhatCantBeDoneNow() throws Exception {
    running("shop");
    admin.command("/v1/vassals/shop/stop");

    HttpResponse<String> reload = admin.command("/v1/vassals/shop/reload");

    described.holds("/v1/vassals/{name}/reload", "post", reload);
    assertThat(reload.statusCode()).isEqualTo(409);
    assertThat(reload.body())
        .contains("{\"error\":\"shop is stopped: start it\",\"emperor\":\"test\"}");
  }

  @Test
  void startingWhatRunsAndStoppingWhatIsStoppedAreDone() throws Exception {
    running("shop");

    assertThat(admin.command("/v1/vassals/shop/start").statusCode()).isEqualTo(202);
    assertThat(admin.command("/v1/vassals/shop/stop").statusCode()).isEqualTo(202);
    assertThat(admin.command("/v1/vassals/shop/stop").statusCode()).isEqualTo(202);
  }

  @Test
  void suggestsTheNameThatWasProbablyMeant() throws Exception {
    running("shop");

    assertThat(admin.get("/v1/vassals/shap").body())
        .contains("there is no vassal shap: did you mean shop?");
    assertThat(admin.command("/v1/vassals/shopp/reload").body())
        .contains("there is no vassal shopp: did you mean shop?");
  }

  @Test
  void knowsNoOthers() throws Exception {
    HttpResponse<String> one = admin.get("/v1/vassals/nobody");
    HttpResponse<String> reload = admin.command("/v1/vassals/nobody/reload");

    described.holds("/v1/vassals/{name}", "get", one);
    described.holds("/v1/vassals/{name}/reload", "post", reload);
    assertThat(one.statusCode()).isEqualTo(404);
    assertThat(reload.statusCode()).isEqualTo(404);
    assertThat(reload.body())
        .contains("{\"error\":\"there is no vassal nobody\",\"emperor\":\"test\"}");
    assertThat(admin.get("/v2").statusCode()).isEqualTo(404);
    HttpResponse<String> load = admin.get("/v1/vassals/nobody/load");
    described.holds("/v1/vassals/{name}/load", "get", load);
    assertThat(load.statusCode()).isEqualTo(404);
    assertThat(admin.get("/v1/vassals/nobody/reload").statusCode()).isEqualTo(405);
    assertThat(admin.command("/v1/vassals").statusCode()).isEqualTo(405);
    assertThat(admin.command("/v1/vassals/nobody/dance").statusCode()).isEqualTo(404);
  }

  @Test
  void tellsEveryTransitionToWhoeverFollows() throws Exception {
    running("shop");
    Await.until(
        "Consul has it", () -> admin.json("/v1/vassals/shop").path("registered").asBoolean());
    try (BufferedReader events =
        new BufferedReader(
            new InputStreamReader(admin.stream("/v1/events").body(), StandardCharsets.UTF_8))) {
      assertThat(events.readLine()).isEqualTo("event: vassals");
      assertThat(events.readLine()).startsWith("data: [{\"name\":\"shop\",\"state\":\"running\"");

      HttpResponse<String> unused = admin.command("/v1/vassals/shop/stop");

      awaits(events, "event: vassal", "\"state\":\"draining\"");
      awaits(
          events,
          "event: deregistered",
          "{\"name\":\"shop\",\"service_name\":\"shop\",\"service_id\":\"shop-test\",\"address\":\"\",");
      awaits(events, "event: vassal", "\"state\":\"stopped\"");
      Files.delete(admin.file("shop.jar"));
      awaits(events, "event: gone", "{\"name\":\"shop\"}");
    }
  }

  @Test
  void putsAVassalIntoMaintenanceThatOutlivesAReload() throws Exception {
    running("shop");

    HttpResponse<String> on =
        admin.command("/v1/vassals/shop/maintenance?enable=true&reason=new%20disk");
    HttpResponse<String> unused = admin.command("/v1/vassals/shop/reload");
    Await.until("it is reloaded", () -> generation("shop") == 2);

    described.holds("/v1/vassals/{name}/maintenance", "post", on);
    assertThat(on.statusCode()).isEqualTo(202);
    assertThat(admin.json("/v1/vassals/shop").path("maintenance").asBoolean()).isTrue();
    HttpResponse<String> off = admin.command("/v1/vassals/shop/maintenance?enable=false");
    assertThat(AdminRig.json(off).path("maintenance").asBoolean()).isFalse();
    HttpResponse<String> neither = admin.command("/v1/vassals/shop/maintenance");
    described.holds("/v1/vassals/{name}/maintenance", "post", neither);
    assertThat(neither.statusCode()).isEqualTo(400);
  }

  @Test
  void saysOfEachAgentHowItIs() throws Exception {
    running("shop");
    Await.until("it is registered", this::isRegistered);
    described.holds("/v1/agents", "get", admin.get("/v1/agents"));
    assertThat(agents().path(0).path("reachable").asBoolean()).isTrue();

    admin.agent.close();
    Await.until(
        "the agent is missed", () -> "gone".equals(agents().path(0).path("state").asText()));

    HttpResponse<String> answer = admin.get("/v1/agents");

    described.holds("/v1/agents", "get", answer);
    JsonNode agent = AdminRig.json(answer).path(0);
    assertThat(agent.path("reachable").asBoolean()).isFalse();
    assertThat(agent.path("trouble").asText()).contains("gone for");
    assertThat(agent.path("services")).extracting(JsonNode::asText).containsExactly("shop-test");
    assertThat(admin.json("/v1/vassals/shop").path("consul").asText()).contains("gone for");
  }

  @Test
  void showsAServiceAsConsulDoes() throws Exception {
    running("shop");
    Await.until("it is registered", this::isRegistered);

    HttpResponse<String> answer = admin.get("/v1/vassals/shop/consul");

    described.holds("/v1/vassals/{name}/consul", "get", answer);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(AdminRig.json(answer).path("status").asText()).isEqualTo("passing");
    assertThat(AdminRig.json(answer).at("/service/ID").asText()).isEqualTo("shop-test");
  }

  @Test
  void saysThatConsulCantBeAskedForAService() throws Exception {
    running("shop");
    admin.agent.close();

    HttpResponse<String> answer = admin.get("/v1/vassals/shop/consul");

    described.holds("/v1/vassals/{name}/consul", "get", answer);
    assertThat(answer.statusCode()).isEqualTo(502);
  }

  @Test
  void showsTheLastLinesOfAVassal() throws Exception {
    running("shop");

    HttpResponse<String> answer = admin.get("/v1/vassals/shop/logs?lines=10");

    described.holds("/v1/vassals/{name}/logs", "get", answer);
    assertThat(AdminRig.json(answer).path("lines").isArray()).isTrue();
    HttpResponse<String> many = admin.get("/v1/vassals/shop/logs?lines=-1");
    described.holds("/v1/vassals/{name}/logs", "get", many);
    assertThat(many.statusCode()).isEqualTo(400);
    assertThat(admin.get("/v1/vassals/nobody/logs").statusCode()).isEqualTo(404);
    HttpResponse<String> none =
        admin.get("/v1/vassals/shop/logs?since=" + Instant.now().plusSeconds(60));
    assertThat(AdminRig.json(none).path("lines")).isEmpty();
    HttpResponse<String> noTime = admin.get("/v1/vassals/shop/logs?since=yesterday");
    described.holds("/v1/vassals/{name}/logs", "get", noTime);
    assertThat(noTime.body()).contains("since is a time such as 2026-03-01T12:00:00Z");
  }

  @Test
  void changesHowMuchIsLogged() throws Exception {
    String logger = "io.emperor.test.quiet";

    HttpResponse<String> changed = admin.command("/v1/log-level?logger=" + logger + "&level=debug");

    described.holds("/v1/log-level", "post", changed);
    assertThat(LoggerFactory.getLogger(logger + ".below").isDebugEnabled()).isTrue();
    HttpResponse<String> levels = admin.get("/v1/log-level");
    described.holds("/v1/log-level", "get", levels);
    assertThat(AdminRig.json(levels).path(logger).asText()).isEqualTo("debug");
    HttpResponse<String> noLevel = admin.command("/v1/log-level?logger=" + logger + "&level=loud");
    described.holds("/v1/log-level", "post", noLevel);
    assertThat(noLevel.statusCode()).isEqualTo(400);
    assertThat(noLevel.body()).contains("loud is no level: use one of trace, debug");
    assertThat(admin.command("/v1/log-level?logger=" + logger).statusCode()).isEqualTo(400);
  }

  @Test
  void saysWhetherItsLoopsTurn() throws Exception {
    HttpResponse<String> well = admin.get("/healthz");
    admin.stalled.add("monitor");
    HttpResponse<String> ill = admin.get("/healthz");

    described.holds("/healthz", "get", well);
    described.holds("/healthz", "get", ill);
    assertThat(well.statusCode()).isEqualTo(200);
    assertThat(ill.statusCode()).isEqualTo(503);
    assertThat(ill.body()).contains("monitor");
  }

  private static void awaits(BufferedReader events, String type, String data) throws Exception {
    String line = "";
    boolean ofType = false;
    while (!(ofType && line.startsWith("data: ") && line.contains(data))) {
      ofType = line.equals(type) || (ofType && !line.isEmpty());
      line = events.readLine();
    }
  }

  private boolean isRegistered() {
    try {
      return admin.json("/v1/vassals/shop").path("registered").asBoolean();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private JsonNode agents() {
    try {
      return admin.json("/v1/agents");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void running(String name) {
    admin.drop(name);
    Await.until(name + " runs", () -> admin.state(name).equals("running"));
  }

  private JsonNode load(String name) throws Exception {
    return admin.json("/v1/vassals/" + name + "/load");
  }

  private int generation(String name) {
    try {
      return admin.json("/v1/vassals/" + name).path("generation").asInt();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
