package io.emperor.devagent;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.devagent.http.Answer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What happens by itself when time passes. */
class TimeTest {

  private static final String REGISTER = "/v1/agent/service/register";
  private static final String WEB =
      """
      {"ID": "web1", "Name": "web",
       "Check": {"TTL": "10s", "DeregisterCriticalServiceAfter": "90s", "Status": "passing"}}
      """;

  private final QuietAgent agent = new QuietAgent();

  private String session(String json) {
    return agent.put("/v1/session/create", json).replaceAll("(?s).*\"ID\": \"(.*)\".*", "$1");
  }

  @Test
  void aTtlCheckThatIsNotToldOfExpiresToCritical() {
    agent.put(REGISTER, WEB);
    agent.timer.pass(Duration.ofMillis(9_999));
    assertThat(agent.get("/v1/health/service/web?passing")).contains("web1");
    agent.timer.pass(Duration.ofMillis(1));
    assertThat(agent.get("/v1/health/service/web?passing")).isEqualTo("[]\n");
    assertThat(agent.get("/v1/agent/checks")).contains("\"Output\": \"TTL expired\"");
  }

  @Test
  void aPassStartsTheTimeOfACheckAnew() {
    agent.put(REGISTER, WEB);
    agent.timer.pass(Duration.ofSeconds(9));
    agent.put("/v1/agent/check/pass/service:web1?note=well", "");
    agent.timer.pass(Duration.ofSeconds(9));
    assertThat(agent.get("/v1/agent/health/service/id/web1?format=text")).isEqualTo("passing");
    agent.timer.pass(Duration.ofSeconds(1));
    assertThat(agent.get("/v1/agent/checks"))
        .contains("TTL expired (last output before timeout follows): well");
  }

  @Test
  void aTimeThatIsOverOnlyWhenItHasBeenGivenAnewDoesNotCount() {
    agent.timer.beLate();
    agent.put(REGISTER, WEB);
    String session = session("{\"TTL\": \"10s\"}");
    agent.timer.pass(Duration.ofSeconds(9));
    agent.put("/v1/agent/check/pass/service:web1", "");
    agent.timer.pass(Duration.ofSeconds(9));
    agent.put(REGISTER, WEB);
    agent.put("/v1/session/renew/" + session, "");
    agent.timer.pass(Duration.ofSeconds(9));
    assertThat(agent.get("/v1/agent/health/service/id/web1?format=text")).isEqualTo("passing");
    assertThat(agent.get("/v1/session/list")).contains(session);
    agent.timer.pass(Duration.ofSeconds(11));
    assertThat(agent.get("/v1/agent/health/service/id/web1?format=text")).isEqualTo("critical");
    assertThat(agent.get("/v1/session/list")).isEqualTo("[]\n");
  }

  @Test
  void aServiceThatIsCriticalForTooLongIsDeregistered() {
    agent.put(REGISTER, WEB);
    agent.timer.pass(Duration.ofSeconds(100));
    assertThat(agent.get("/v1/agent/services")).contains("web1");
    agent.timer.pass(Duration.ofSeconds(30));
    assertThat(agent.get("/v1/agent/services")).isEqualTo("{}\n");
    assertThat(agent.get("/v1/catalog/service/web")).isEqualTo("[]\n");
  }

  @Test
  void aServiceThatRecoversStays() {
    agent.put(REGISTER, WEB);
    agent.timer.pass(Duration.ofSeconds(80));
    agent.put("/v1/agent/check/pass/service:web1", "");
    agent.timer.pass(Duration.ofSeconds(90));
    assertThat(agent.get("/v1/agent/services")).contains("web1");
  }

  @Test
  void aSessionEndsAfterTwiceItsTtlAndFreesItsLock() {
    String session = session("{\"TTL\": \"10s\", \"LockDelay\": \"5s\"}");
    assertThat(agent.put("/v1/kv/lock?acquire=" + session, "mine")).isEqualTo("true\n");
    agent.timer.pass(Duration.ofSeconds(19));
    assertThat(agent.put("/v1/session/renew/" + session, "")).contains(session);
    agent.timer.pass(Duration.ofSeconds(19));
    assertThat(agent.get("/v1/kv/lock")).contains(session);
    agent.timer.pass(Duration.ofSeconds(1));
    assertThat(agent.get("/v1/session/list")).isEqualTo("[]\n");
    assertThat(agent.get("/v1/kv/lock")).contains("bWluZQ==").doesNotContain(session);
  }

  @Test
  void aLostLockIsDelayed() {
    String first = session("{\"LockDelay\": \"5s\"}");
    String second = session("{}");
    agent.put("/v1/kv/lock?acquire=" + first, "1");
    agent.put("/v1/session/destroy/" + first, "");
    assertThat(agent.put("/v1/kv/lock?acquire=" + second, "2")).isEqualTo("false\n");
    agent.timer.pass(Duration.ofSeconds(5));
    assertThat(agent.put("/v1/kv/lock?acquire=" + second, "2")).isEqualTo("true\n");
  }

  @Test
  void aSessionIsLostWithItsCheckAndDeletesItsKey() {
    agent.put(REGISTER, WEB);
    String session =
        session("{\"Behavior\": \"delete\", \"ServiceChecks\": [{\"ID\": \"service:web1\"}]}");
    agent.put("/v1/kv/leader?acquire=" + session, "web1");
    agent.timer.pass(Duration.ofSeconds(10));
    assertThat(agent.ask("GET", "/v1/kv/leader", "").get(0).status()).isEqualTo(404);
    assertThat(agent.get("/v1/session/list")).isEqualTo("[]\n");
  }

  @Test
  void anOutputAloneReachesTheCatalogLater() {
    agent.put(REGISTER, WEB.replace("10s", "1h"));
    agent.put("/v1/agent/check/pass/service:web1?note=busy", "");
    assertThat(agent.get("/v1/health/checks/web")).doesNotContain("busy");
    agent.timer.pass(Duration.ofMinutes(5));
    assertThat(agent.get("/v1/health/checks/web")).contains("busy");
  }

  @Test
  void whatIsOnlyInTheCatalogOfTheOwnNodeGoes() {
    agent.put(REGISTER, "{\"Name\": \"own\"}");
    agent.put(
        "/v1/catalog/register",
        "{\"Node\": \"node\", \"Address\": \"127.0.0.1\", \"SkipNodeUpdate\": true,"
            + " \"Service\": {\"Service\": \"ghost\"}}");
    agent.put("/v1/catalog/deregister", "{\"Node\": \"node\", \"ServiceID\": \"own\"}");
    assertThat(agent.get("/v1/catalog/services")).contains("ghost").doesNotContain("own");
    agent.timer.pass(Duration.ofMinutes(1));
    assertThat(agent.get("/v1/catalog/services")).contains("own").doesNotContain("ghost");
  }

  @Test
  void aBlockingQueryIsAnsweredWhenItsTimeIsOver() {
    List<Answer> answers = agent.await("/v1/kv/some", Duration.ofSeconds(16));
    agent.timer.pass(Duration.ofSeconds(15));
    assertThat(answers).isEmpty();
    agent.timer.pass(Duration.ofSeconds(2)); // a sixteenth later at most
    assertThat(answers).singleElement().extracting(Answer::status).isEqualTo(404);
    assertThat(agent.waiting()).isZero();
  }

  @Test
  void aBlockingQueryIsAnsweredByNews() {
    List<Answer> answers = agent.await("/v1/kv/some?recurse", Duration.ofMinutes(1));
    agent.put("/v1/kv/other", "1");
    assertThat(answers).isEmpty();
    agent.put("/v1/kv/some/key", "1");
    assertThat(answers).singleElement().extracting(QuietAgent::text).asString().contains("MQ==");
  }

  @Test
  void tooManyBlockingQueriesAreRefused() {
    QuietAgent small = new QuietAgent(1);
    assertThat(small.await("/v1/kv/some", Duration.ofMinutes(1))).isEmpty();
    assertThat(small.await("/v1/kv/some", Duration.ofMinutes(1)))
        .singleElement()
        .extracting(Answer::status)
        .isEqualTo(429);
  }
}
