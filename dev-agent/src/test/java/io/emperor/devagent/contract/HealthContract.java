package io.emperor.devagent.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.emperor.consul.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /v1/health}: checks, and services with theirs. */
abstract class HealthContract extends Contract {

  private final String rack = unique("rack");

  /** A service of a node of its own, whose check has this status. */
  private String elsewhere(String status) {
    String name = unique("service");
    assertTrue(
        agent.put(
            "/v1/catalog/register",
            json(
                "{'Node':'$','Address':'10.4.4.4','NodeMeta':{'rack':'$'},"
                    + "'Service':{'Service':'$','Tags':['a','b'],'Port':4},"
                    + "'Check':{'CheckID':'$','Name':'n','Status':'$','ServiceID':'$'}}",
                unique("node"),
                rack,
                name,
                unique("check"),
                status,
                name)));
    return name;
  }

  private JsonNode entries(String service, String query) {
    return good(agent.get("/v1/health/service/" + service + query));
  }

  /** The entry of a service of the agent's own, once the catalog has it with its check. */
  private JsonNode awaitEntry(String name) {
    Await.until("checks of " + name, () -> entries(name, "").at("/0/Checks").size() == 2);
    return entries(name, "").get(0);
  }

  @Test
  void aServiceComesWithItsNodeAndItsChecks() {
    String name = registered("'Port':6,'Check':{'TTL':'1h','Status':'passing','Notes':'n'}");

    JsonNode entry = awaitEntry(name);

    assertThat(entry.at("/Node/Node").asText()).isEqualTo(agent.node());
    assertThat(entry.at("/Service/Service").asText()).isEqualTo(name);
    assertThat(entry.at("/Service/Port").asInt()).isEqualTo(6);
    assertThat(each(entry.get("Checks"), "CheckID"))
        .containsExactly("serfHealth", "service:" + name);
  }

  @Test
  void theNodeOfAnEntryIsTheOneOfTheCatalog() {
    JsonNode entry = awaitEntry(registered("'Check':{'TTL':'1h'}"));

    JsonNode node = good(agent.get("/v1/catalog/node/" + agent.node()));
    assertThat(entry.get("Node")).isEqualTo(node.get("Node"));
    assertThat(entry.get("Service"))
        .isEqualTo(node.get("Services").get(entry.at("/Service/ID").asText()));
  }

  @Test
  void aCheckOfTheAgentIsReadAsItIs() {
    String name = registered("'Tags':['t'],'Check':{'TTL':'1h','Name':'n','Notes':'x'}");
    awaitEntry(name);

    JsonNode check = good(agent.get("/v1/health/checks/" + name)).get(0);

    assertThat(older(check, "Interval", "Timeout", "ExposedPort"))
        .isEqualTo(
            tree(
                "{'Node':'$','CheckID':'service:$','Name':'n','Status':'critical','Notes':'x',"
                    + "'Output':'','ServiceID':'$','ServiceName':'$','ServiceTags':['t'],"
                    + "'Type':'ttl','Definition':{},'CreateIndex':$,'ModifyIndex':$}",
                agent.node(),
                name,
                name,
                name,
                check.get("CreateIndex"),
                check.get("ModifyIndex")));
  }

  @Test
  void theAgentsNodeIsAlive() {
    assertThat(good(agent.get("/v1/health/node/" + agent.node())))
        .anySatisfy(
            check -> {
              assertThat(check.get("CheckID").asText()).isEqualTo("serfHealth");
              assertThat(check.get("Name").asText()).isEqualTo("Serf Health Status");
              assertThat(check.get("Status").asText()).isEqualTo("passing");
              assertThat(check.get("Output").asText()).isEqualTo("Agent alive and reachable");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "passing, '', 1",
    "passing, ?passing, 1",
    "passing, ?passing=, 1",
    "warning, '', 1",
    "warning, ?passing, 0",
    "critical, '', 1",
    "critical, ?passing, 0",
    "critical, ?passing=, 0",
    "critical, ?passing=true, 0",
    "critical, ?passing=1, 0",
    "critical, ?passing=t, 0",
    "critical, ?passing=false, 1",
    "critical, ?passing=0, 1",
    "passing, ?tag=a, 1",
    "passing, ?tag=A, 1",
    "passing, ?tag=a&tag=b, 1",
    "passing, ?tag=a&tag=c, 0",
    "passing, ?tag=c, 0",
    "passing, ?tag=, 0",
    "passing, ?passing&tag=b, 1",
    "critical, ?passing&tag=b, 0",
    "passing, ?node-meta=rack:none, 0",
    "passing, ?node-meta=rack, 0",
    "passing, ?dc=dc1, 1",
    "passing, ?stale, 1",
    "passing, ?consistent, 1",
  })
  void instancesAreChosenByTheirHealthAndTags(String status, String query, int count) {
    assertThat(entries(elsewhere(status), query)).hasSize(count);
  }

  @Test
  void instancesAreChosenByMetaOfTheNode() {
    String name = elsewhere("passing");

    assertThat(entries(name, "?node-meta=rack:" + rack)).hasSize(1);
    assertThat(good(agent.get("/v1/health/checks/" + name + "?node-meta=rack:" + rack))).hasSize(1);
    assertThat(good(agent.get("/v1/health/checks/" + name + "?node-meta=rack:none"))).isEmpty();
  }

  @Test
  void anInstanceWithoutChecksOfItsOwnIsPassing() {
    String name = registered("");
    Await.until("in the catalog", () -> entries(name, "").size() == 1);

    assertThat(entries(name, "?passing")).hasSize(1);
    assertThat(each(entries(name, "").at("/0/Checks"), "CheckID")).containsExactly("serfHealth");
  }

  @Test
  void aCriticalCheckOfTheNodeCountsForItsServices() {
    String node = unique("node");
    String name = unique("service");
    agent.put(
        "/v1/catalog/register",
        json(
            "{'Node':'$','Address':'1','Service':{'Service':'$'},'Check':{'Name':'disk'}}",
            node,
            name));

    assertThat(entries(name, "")).hasSize(1);
    assertThat(entries(name, "?passing")).isEmpty();
  }

  @Test
  void theHealthFollowsTheAgentsCheck() {
    String name = registered("'Check':{'TTL':'1h'}");
    awaitEntry(name);
    agent.put("/v1/agent/check/pass/service:" + name + "?note=well");

    Await.until("passing in the catalog", () -> entries(name, "?passing").size() == 1);

    assertThat(entries(name, "").at("/0/Checks/1/Output").asText()).isEqualTo("well");
  }

  @ParameterizedTest
  @CsvSource({
    "passing, passing, 1",
    "passing, any, 1",
    "passing, warning, 0",
    "passing, critical, 0",
    "warning, warning, 1",
    "critical, critical, 1",
    "critical, any, 1",
    "critical, odd, 0",
  })
  void checksAreListedByState(String status, String state, int count) {
    elsewhere(status);

    assertThat(good(agent.get("/v1/health/state/" + state + "?node-meta=rack:" + rack)))
        .hasSize(count);
  }

  @Test
  void theListByStateHoldsTheSameChecks() {
    String name = elsewhere("warning");

    assertThat(good(agent.get("/v1/health/state/warning")))
        .contains(good(agent.get("/v1/health/checks/" + name)).get(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"service/no-such", "checks/no-such", "node/no-such", "state/no-such"})
  void whatIsUnknownIsEmpty(String path) {
    Answer answer = agent.get("/v1/health/" + path);

    assertThat(good(answer)).isEqualTo(tree("[]"));
    assertThat(answer.index()).isPositive();
    assertThat(answer.header("X-Consul-KnownLeader")).isEqualTo("true");
    assertThat(answer.header("X-Consul-LastContact")).isEqualTo("0");
  }

  @ParameterizedTest
  @CsvSource({
    "service/, Missing service name",
    "checks/, Missing service name",
    "node/, Missing node name",
    "state/, Missing check state",
    "service/x?passing=x, Invalid value for ?passing",
    "service/x?passing=yes, Invalid value for ?passing",
    "service/x?index=x, Invalid index",
    "state/any?index=x, Invalid index",
    "checks/x?wait=x, Invalid wait time",
    "node/x?stale&consistent, 'Cannot specify ?stale with ?consistent, conflicting semantics.'",
  })
  void aWrongQuestionIsRefused(String path, String text) {
    assertText(agent.get("/v1/health/" + path), 400, text);
  }
}
