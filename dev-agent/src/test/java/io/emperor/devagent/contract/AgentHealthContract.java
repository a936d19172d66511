package io.emperor.devagent.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.emperor.devagent.base.ConsulProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code /v1/agent/health/service}: a service's health as a status code. */
abstract class AgentHealthContract extends Contract {

  private static final String BY_ID = "/v1/agent/health/service/id/";
  private static final String BY_NAME = "/v1/agent/health/service/name/";

  /** One more instance of a service, whose check has this status. */
  private String instance(String name, String status) {
    String id = unique("instance");
    assertDone(
        agent.put(
            "/v1/agent/service/register",
            json("{'ID':'$','Name':'$','Check':{'TTL':'1h','Status':'$'}}", id, name, status)));
    return id;
  }

  @ParameterizedTest
  @CsvSource({"passing, 200", "warning, 429", "critical, 503"})
  void theStatusCodeTellsTheHealth(String health, int status) {
    String name = unique("service");
    String id = instance(name, health);

    for (String path : new String[] {BY_ID + id, BY_NAME + name}) {
      Answer answer = agent.get(path);

      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.header("X-Consul-Reason")).isEqualTo(health);
      assertThat(each(answer.json(), "AggregatedStatus")).containsExactly(health);
    }
  }

  @ParameterizedTest
  @CsvSource({"passing, 200", "warning, 429", "critical, 503"})
  void asTextThereIsTheHealthAlone(String health, int status) {
    String name = unique("service");
    String id = instance(name, health);

    assertBareText(agent.get(BY_ID + id + "?format=text"), status, health);
    assertBareText(agent.get(BY_NAME + name + "?format=text"), status, health);
  }

  @ParameterizedTest
  @CsvSource({"passing, warning, 429", "warning, critical, 503", "passing, critical, 503"})
  void theWorstInstanceCountsForTheName(String one, String other, int status) {
    String name = unique("service");
    instance(name, one);
    instance(name, other);

    Answer answer = agent.get(BY_NAME + name);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("X-Consul-Reason")).isEqualTo(other);
    assertThat(each(answer.json(), "AggregatedStatus")).containsExactlyInAnyOrder(one, other);
  }

  @ParameterizedTest
  @CsvSource({"passing, warning, 429", "critical, warning, 503", "passing, passing, 200"})
  void theWorstCheckCountsForAnInstance(String one, String other, int status) {
    String name =
        registered("'Checks':[{'TTL':'1h','Status':'$'},{'TTL':'1h','Status':'$'}]", one, other);

    assertThat(agent.get(BY_ID + name).status()).isEqualTo(status);
  }

  @Test
  void theHealthFollowsTheCheck() {
    String id = instance(unique("service"), "passing");

    agent.put("/v1/agent/check/warn/service:" + id);
    Answer warned = agent.get(BY_ID + id);
    agent.put("/v1/agent/check/fail/service:" + id);
    Answer failed = agent.get(BY_ID + id);
    agent.put("/v1/agent/check/pass/service:" + id);
    Answer passed = agent.get(BY_ID + id);

    assertThat(warned.status()).isEqualTo(429);
    assertThat(failed.status()).isEqualTo(503);
    assertThat(passed.status()).isEqualTo(200);
  }

  @Test
  void aServiceWithoutChecksIsPassing() {
    String name = registered("");

    assertBareText(agent.get(BY_ID + name + "?format=text"), 200, "passing");
    assertBareText(agent.get(BY_NAME + name + "?format=text"), 200, "passing");
  }

  @Test
  void theHealthComesWithTheServiceAndItsChecks() {
    String name = unique("service");
    String id = instance(name, "passing");

    JsonNode health = good(agent.get(BY_ID + id));

    assertThat(health.at("/Service/ID").asText()).isEqualTo(id);
    assertThat(health.at("/Service/Service").asText()).isEqualTo(name);
    assertThat(each(health.get("Checks"), "CheckID")).containsExactly("service:" + id);
    assertThat(good(agent.get(BY_NAME + name)).get(0)).isEqualTo(health);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock = "'Tags':[] | []\n'Tags':['a'] | ['a']\n'Tags':null | null")
  void theChecksHereHaveTheTagsThatWereSaid(String tags, String expected) {
    String name = registered(tags + ",'Check':{'TTL':'1h'}");

    assertThat(agent.get(BY_ID + name).json().at("/Checks/0/ServiceTags"))
        .isEqualTo(tree(expected));
  }

  @Test
  void theChecksHereHaveFullDefinitionsAndNoTags() {
    String id = instance(unique("service"), "passing");

    JsonNode check = good(agent.get(BY_ID + id)).at("/Checks/0");

    assertThat(check.get("ServiceTags").isNull()).isTrue();
    assertThat(check.get("Type").asText()).isEmpty();
    assertThat(check.get("Definition"))
        .isEqualTo(
            tree(
                "{'Interval':'0s','Timeout':'0s','DeregisterCriticalServiceAfter':'0s','HTTP':'',"
                    + "'Header':null,'Method':'','Body':'','TLSSkipVerify':false,'TCP':''}"));
  }

  @Test
  void aCheckOfTheNodeCountsForEveryService() {
    String name = instance(unique("service"), "passing");
    String check = unique("node-check");

    agent.put(
        "/v1/agent/check/register", json("{'Name':'$','TTL':'1h','Status':'warning'}", check));
    Answer during = agent.get(BY_ID + name);
    agent.put("/v1/agent/check/deregister/" + check);

    assertThat(during.status()).isEqualTo(429);
    assertThat(agent.get(BY_ID + name).status()).isEqualTo(200);
  }

  @Test
  void anUnknownIdIsNotFoundAndCritical() {
    Answer answer = agent.get(BY_ID + "no-such");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.header("X-Consul-Reason")).isEqualTo("ServiceId no-such not found");
    assertThat(answer.json())
        .isEqualTo(tree("{'AggregatedStatus':'critical','Service':null,'Checks':null}"));
  }

  @OnConsul(ConsulProfile.V1_8)
  @Test
  void anUnknownIdAsTextIsJsonNevertheless() {
    Answer answer = agent.get(BY_ID + "no-such?format=text");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.json()).isEqualTo(tree("'ServiceId no-such not found'"));
  }

  @Test
  void anUnknownNameIsNotFoundAndEmpty() {
    Answer answer = agent.get(BY_NAME + "no-such");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.header("X-Consul-Reason")).isEqualTo("ServiceName no-such Not Found");
    assertThat(answer.json()).isEqualTo(tree("[]"));
  }

  @Test
  void anUnknownNameAsTextIsASentence() {
    assertBareText(
        agent.get(BY_NAME + "no-such?format=text"), 404, "ServiceName no-such Not Found");
  }

  @OnConsul(ConsulProfile.V1_8)
  @Test
  void anIdIsNeeded() {
    assertText(agent.get(BY_ID), 500, "Bad request: Missing serviceID");
  }

  @OnConsul(ConsulProfile.V1_8)
  @Test
  void aNameIsNeeded() {
    assertText(agent.get(BY_NAME), 500, "Bad request: Missing service Name");
  }

  @Test
  void anUnknownFormatIsJson() {
    assertThat(good(agent.get(BY_ID + registered("") + "?format=xml")).isObject()).isTrue();
  }
}
