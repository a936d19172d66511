package io.emperor.devagent.contract;

import static io.emperor.devagent.contract.CheckedService.answer;
import static io.emperor.devagent.contract.CheckedService.answering;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emperor.consul.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that the agent runs itself: when they are run, and what comes of several runs. */
abstract class CheckRoundContract extends RunCheckContract {

  private static final String FINE = answer("200 OK", "fine");
  private static final String BAD = answer("500 Internal Server Error", "bad");

  private JsonNode check(String id) {
    return good(agent.get("/v1/agent/checks")).path(id);
  }

  private void awaitStatus(String service, String status) {
    Await.until(
        service + " is " + status, () -> checkOf(service).path("Status").asText().equals(status));
  }

  @ParameterizedTest
  @CsvSource({"HTTP, http", "TCP, tcp"})
  void aCheckIsCriticalBeforeItHasRun(String kind, String type) {
    String name = checked("'$':'127.0.0.1:1','Interval':'1h','Timeout':'5s'", kind);

    assertThat(((ObjectNode) check("service:" + name)).<JsonNode>without("Name"))
        .isEqualTo(
            tree(
                "{'Node':'$','CheckID':'service:$','Status':'critical','Notes':'',"
                    + "'Output':'','ServiceID':'$','ServiceName':'$','ServiceTags':[],"
                    + "'Type':'$','Definition':{},'CreateIndex':0,'ModifyIndex':0}",
                agent.node(),
                name,
                name,
                name,
                type));
  }

  @ParameterizedTest
  @ValueSource(strings = {"passing", "warning", "critical"})
  void aCheckMayBeginWithAStatus(String status) {
    String name = checked("'TCP':'127.0.0.1:1','Interval':'1h','Status':'$'", status);

    assertThat(check("service:" + name).get("Status").asText()).isEqualTo(status);
  }

  @Test
  void ofSeveralKindsTheFirstIsTaken() {
    String name = checked("'TCP':'127.0.0.1:1','HTTP':'http://127.0.0.1:1','Interval':'1h'");

    assertThat(check("service:" + name).get("Type").asText()).isEqualTo("http");
  }

  @Test
  void theCatalogHearsOfIt() {
    try (CheckedService service = answering(FINE)) {
      String name =
          registered(
              "'Checks':[{'HTTP':'$','Interval':'1s'},{'TCP':'$','Interval':'1s'}]",
              service.url("/"),
              service.address());

      Await.until(
          "passing in the catalog",
          () -> good(agent.get("/v1/health/service/" + name + "?passing")).size() == 1);

      JsonNode checks = good(agent.get("/v1/health/checks/" + name));
      assertThat(each(checks, "Type")).containsExactlyInAnyOrder("http", "tcp");
      assertThat(each(checks, "Output"))
          .containsExactlyInAnyOrder(
              "HTTP GET " + service.url("/") + ": 200 OK Output: fine",
              "TCP connect " + service.address() + ": Success");
      assertThat(checks.get(0).get("Definition")).isEmpty();
      assertThat(agent.get("/v1/agent/health/service/id/" + name).status()).isEqualTo(200);
    }
  }

  @Test
  void aCheckOfTheNodeIsRun() {
    try (CheckedService service = answering(FINE)) {
      String name = unique("node-check");
      assertDone(
          agent.put(
              "/v1/agent/check/register",
              json(
                  "{'Name':'$','TCP':'$','Interval':'1s','Status':'passing'}",
                  name,
                  service.address())));

      Await.until("it has run", () -> check(name).get("Output").asText().endsWith(": Success"));
      assertDone(agent.put("/v1/agent/check/deregister/" + name));

      assertThat(check(name).isMissingNode()).isTrue();
    }
  }

  @Test
  void aCheckFollowsItsService() {
    try (CheckedService service =
        answering(FINE, BAD, answer("429 Too Many Requests", "busy"), FINE)) {
      String name = checked("'HTTP':'$','Interval':'1s'", service.url("/"));

      awaitStatus(name, "passing");
      awaitStatus(name, "critical");
      awaitStatus(name, "warning");
      awaitStatus(name, "passing");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1ms", "999ms"})
  void aCheckRunsOnceASecondAtMost(String interval) {
    try (CheckedService service = answering(FINE)) {
      checked("'HTTP':'$','Interval':'$'", service.url("/"), interval);
      Await.until("the first run", () -> service.requests().size() == 1);
      long first = System.nanoTime();
      Await.until("the third run", () -> service.requests().size() == 3);

      assertThat(Duration.ofNanos(System.nanoTime() - first))
          .isGreaterThan(Duration.ofMillis(1500));
    }
  }

  @Test
  void aRunBeginsWhenTheOneBeforeHasEnded() throws Exception {
    try (CheckedService service = CheckedService.holding("")) {
      checked("'HTTP':'$','Interval':'1s','Timeout':'1h'", service.url("/"));
      Await.until("the first run", () -> service.requests().size() == 1);

      Await.holdsFor(
          Duration.ofMillis(1500), "no second run", () -> service.requests().size() == 1);
    }
  }

  /** What a check says after each run, from the first to the fifth. */
  private List<String> course(String fields, String... answers) {
    List<String> course = new ArrayList<>();
    try (CheckedService service = answering(answers)) {
      String name = checked("'HTTP':'$','Interval':'1s',$", service.url("/"), json(fields));
      String[] last = {""};
      Await.until(
          "as many runs as answers",
          () -> {
            String output = checkOf(name).path("Output").asText();
            String said = output.substring(output.lastIndexOf(' ') + 1);
            if (!said.equals(last[0]) && !said.isEmpty()) {
              last[0] = said;
              course.add(said);
            }
            return service.requests().size() > answers.length;
          });
    }
    return course;
  }

  @Test
  void severalFailuresMayBeNeeded() {
    assertThat(
            course(
                "'FailuresBeforeCritical':3",
                answer("200 OK", "a"),
                answer("500 Bad", "b"),
                answer("500 Bad", "c"),
                answer("500 Bad", "d"),
                answer("200 OK", "e")))
        .containsExactly("a", "d", "e");
  }

  @Test
  void severalSuccessesMayBeNeeded() {
    assertThat(
            course(
                "'SuccessBeforePassing':3",
                answer("500 Bad", "a"),
                answer("200 OK", "b"),
                answer("429 Busy", "c"),
                answer("200 OK", "d"),
                answer("500 Bad", "e")))
        .containsExactly("a", "d", "e");
  }

  @Test
  void aFailureInBetweenBeginsTheCountAnew() {
    assertThat(
            course(
                "'SuccessBeforePassing':2,'FailuresBeforeCritical':2",
                answer("500 Bad", "a"),
                answer("200 OK", "b"),
                answer("500 Bad", "c"),
                answer("200 OK", "d"),
                answer("200 OK", "e")))
        .containsExactly("a", "e");
  }

  @ParameterizedTest
  @ValueSource(strings = {"check/deregister/service:NAME", "service/deregister/NAME"})
  void whatIsDeregisteredIsNotAskedAnyMore(String path) throws Exception {
    try (CheckedService service = answering(FINE)) {
      String name = checked("'HTTP':'$','Interval':'1s'", service.url("/"));
      Await.until("it is asked", () -> !service.requests().isEmpty());

      assertDone(agent.put("/v1/agent/" + path.replace("NAME", name)));

      int asked = service.requests().size();
      Await.holdsFor(
          Duration.ofMillis(2200),
          "not asked again",
          () -> service.requests().size() <= asked && check("service:" + name).isMissingNode());
    }
  }

  @Test
  void aRunThatIsUnderWayEndsWithItsCheck() {
    try (CheckedService service = CheckedService.holding("")) {
      String name = checked("'HTTP':'$','Interval':'1s','Timeout':'1s'", service.url("/"));
      Await.until("it is asked", () -> service.connected() == 1);

      agent.put("/v1/agent/service/deregister/" + name);

      Await.until("it has left", () -> service.connected() == 0);
      assertThat(check("service:" + name).isMissingNode()).isTrue();
    }
  }

  @Test
  void aCheckRegisteredAgainKeepsItsStatusAndAsksElsewhere() {
    try (CheckedService before = answering(FINE);
        CheckedService after = answering(BAD)) {
      String name = checked("'HTTP':'$','Interval':'1s'", before.url("/"));
      String id = "service:" + name;
      awaitStatus(name, "passing");

      assertDone(
          agent.put(
              "/v1/agent/service/register",
              json(
                  "{'Name':'$','Check':{'HTTP':'$','Interval':'1h','Status':'warning'}}",
                  name,
                  after.url("/"))));
      assertThat(check(id).get("Status").asText()).isEqualTo("passing");
      assertThat(check(id).get("Output").asText())
          .isEqualTo("HTTP GET " + before.url("/") + ": 200 OK Output: fine");

      assertDone(
          agent.put(
              "/v1/agent/check/register",
              json(
                  "{'ID':'$','Name':'c','ServiceID':'$','HTTP':'$','Interval':'1s'}",
                  id,
                  name,
                  after.url("/"))));
      awaitStatus(name, "critical");
      int asked = before.requests().size();
      Await.until("asked elsewhere", () -> after.requests().size() > 2);
      assertThat(before.requests()).hasSizeLessThanOrEqualTo(asked);
    }
  }

  @Test
  void nobodyTellsACheckThatIsRunWhatToSay() {
    String id = "service:" + checked("'TCP':'127.0.0.1:1','Interval':'1h'");

    assertText(
        agent.put("/v1/agent/check/pass/" + id),
        500,
        "CheckID \"" + id + "\" does not have associated TTL");
  }

  @Test
  void aServiceInMaintenanceIsCheckedOn() {
    try (CheckedService service = answering(FINE, BAD)) {
      String name = checked("'HTTP':'$','Interval':'1s'", service.url("/"));
      assertDone(agent.put("/v1/agent/service/maintenance/" + name + "?enable=true"));

      awaitStatus(name, "critical");

      assertThat(check("_service_maintenance:" + name).get("Status").asText())
          .isEqualTo("critical");
    }
  }

  @Test
  void aSessionIsLostWithACheckThatFails() {
    try (CheckedService service = answering(FINE, FINE, BAD)) {
      String name = checked("'HTTP':'$','Interval':'1s'", service.url("/"));
      Await.until(
          "passing in the catalog",
          () -> good(agent.get("/v1/health/service/" + name + "?passing")).size() == 1);
      String session = session("'Checks':['service:$']", name);

      Await.until(
          "the session is lost", () -> good(agent.get("/v1/session/info/" + session)).isEmpty());
    }
  }
}
