package io.emperor.devagent.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.consul.Await;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions that end with what they stand on: a check, a service, a node. */
abstract class SessionLossContract extends Contract {

  private String service = "";
  private String check = "";

  @BeforeEach
  void registerAServiceThatIsPassing() {
    service = registered("'Check':{'TTL':'1h','Status':'passing'}");
    check = "service:" + service;
    awaitInCatalog("passing");
  }

  private void awaitInCatalog(String status) {
    Await.until(
        check + " is " + status + " in the catalog",
        () ->
            good(agent.get("/v1/health/checks/" + service))
                .at("/0/Status")
                .asText()
                .equals(status));
  }

  private boolean lives(String session) {
    return !good(agent.get("/v1/session/info/" + session)).isEmpty();
  }

  private void awaitLost(String session) {
    Await.until("the session is lost", () -> !lives(session));
  }

  @ParameterizedTest
  @ValueSource(strings = {"'Checks':['$']", "'NodeChecks':['$']", "'ServiceChecks':[{'ID':'$'}]"})
  void aSessionIsLostWhenItsCheckTurnsCritical(String fields) {
    String session = session(fields, check);

    agent.put("/v1/agent/check/fail/" + check);

    awaitLost(session);
  }

  @Test
  void aSessionSurvivesAWarning() {
    String session = session("'Checks':['$']", check);

    agent.put("/v1/agent/check/warn/" + check);
    awaitInCatalog("warning");

    assertThat(lives(session)).isTrue();
  }

  @Test
  void aSessionOfAnotherCheckSurvives() {
    String session = session("");

    agent.put("/v1/agent/check/fail/" + check);
    awaitInCatalog("critical");

    assertThat(lives(session)).isTrue();
  }

  @Test
  void aSessionIsLostWithItsCheck() {
    String session = session("'Checks':['$']", check);

    agent.put("/v1/agent/check/deregister/" + check);

    awaitLost(session);
  }

  @Test
  void aSessionIsLostWithItsService() {
    String session = session("'Checks':['serfHealth','$']", check);

    agent.put("/v1/agent/service/deregister/" + service);

    awaitLost(session);
  }

  @Test
  void aLostSessionReleasesItsKeys() {
    String key = "/v1/kv/" + unique("lost");
    String session = session("'Checks':['$']", check);
    agent.put(key + "?acquire=" + session, "mine");

    agent.put("/v1/agent/check/fail/" + check);
    awaitLost(session);

    assertThat(good(agent.get(key)).get(0).has("Session")).isFalse();
    assertThat(agent.get(key + "?raw").text()).isEqualTo("mine");
    assertFalse(agent.put(key + "?acquire=" + session(""), "delayed"));
  }

  @Test
  void aLostSessionThatDeletesTakesItsKeysAlong() {
    String key = "/v1/kv/" + unique("lost");
    String session = session("'Checks':['$'],'Behavior':'delete'", check);
    agent.put(key + "?acquire=" + session, "mine");

    agent.put("/v1/agent/check/fail/" + check);
    awaitLost(session);

    assertThat(agent.get(key).status()).isEqualTo(404);
  }

  @Test
  void noSessionIsCreatedOnACriticalCheck() {
    agent.put("/v1/agent/check/fail/" + check);
    awaitInCatalog("critical");

    assertText(
        agent.put("/v1/session/create", json("{'Checks':['$']}", check)),
        500,
        "Check '" + check + "' is in critical state");
  }

  @Test
  void theServiceChecksOfASessionAreNamed() {
    String session = session("'ServiceChecks':[{'ID':'$'}]", check);

    assertThat(good(agent.get("/v1/session/info/" + session)).at("/0/ServiceChecks"))
        .isEqualTo(tree("[{'ID':'$','Namespace':''}]", check));
  }

  @Test
  void aSessionIsLostWithItsNode() {
    String node = unique("node");
    agent.put("/v1/catalog/register", json("{'Node':'$','Address':'10.1.1.1'}", node));
    String session = session("'Node':'$','NodeChecks':[]", node);

    agent.put("/v1/catalog/deregister", json("{'Node':'$'}", node));

    awaitLost(session);
  }
}
