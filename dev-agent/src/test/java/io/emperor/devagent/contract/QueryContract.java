package io.emperor.devagent.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be asked of many endpoints: the datacenter, consistency, layout. */
abstract class QueryContract extends Contract {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          GET    | /v1/status/leader     | ``
          GET    | /v1/status/peers      | ``
          GET    | /v1/catalog/nodes     | ``
          GET    | /v1/catalog/services  | ``
          GET    | /v1/catalog/service/x | ``
          GET    | /v1/catalog/node/x    | ``
          GET    | /v1/health/node/x     | ``
          GET    | /v1/health/checks/x   | ``
          GET    | /v1/health/service/x  | ``
          GET    | /v1/health/state/any  | ``
          GET    | /v1/kv/x              | ``
          PUT    | /v1/kv/x              | v
          DELETE | /v1/kv/x              | ``
          PUT    | /v1/session/create    | ``
          PUT    | /v1/session/destroy/11111111-1111-1111-1111-111111111111 | ``
          PUT    | /v1/session/renew/11111111-1111-1111-1111-111111111111 | ``
          GET    | /v1/session/info/11111111-1111-1111-1111-111111111111 | ``
          GET    | /v1/session/node/x    | ``
          GET    | /v1/session/list      | ``
          PUT    | /v1/event/fire/x      | ``
          PUT    | /v1/txn               | []
          """)
  void thereIsNoPathToAnUnknownDatacenter(String method, String path, String body) {
    assertText(agent.send(method, path + "?dc=dc9", body), 500, "No path to datacenter");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/v1/agent/self", "/v1/agent/services", "/v1/agent/checks", "/v1/event/list"})
  void whatTheAgentKnowsItselfHasNoDatacenter(String path) {
    assertThat(agent.get(path + "?dc=dc9").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"?dc=dc1", "?dc="})
  void theOwnDatacenterMayBeNamed(String query) {
    String key = "/v1/kv/" + unique("key");

    assertTrue(agent.put(key + query, "v"));
    assertThat(agent.get(key + query + "&raw").text()).isEqualTo("v");
    assertTrue(agent.delete(key + query));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/kv/x",
        "/v1/catalog/nodes",
        "/v1/catalog/services",
        "/v1/catalog/service/x",
        "/v1/catalog/node/x",
        "/v1/health/node/x",
        "/v1/health/checks/x",
        "/v1/health/service/x",
        "/v1/health/state/any",
        "/v1/session/list",
      })
  void nothingIsStaleAndConsistent(String path) {
    assertText(
        agent.get(path + "?stale&consistent"),
        400,
        "Cannot specify ?stale with ?consistent, conflicting semantics.");
    assertText(
        agent.get(path + "?consistent=1&stale=1"),
        400,
        "Cannot specify ?stale with ?consistent, conflicting semantics.");
  }

  @ParameterizedTest
  @CsvSource({"max_stale=1s, stale", "max_stale=0s, leader", "max_stale=-1s, leader"})
  void whatMayBeStaleIsAskedOfAnyServer(String query, String consistency) {
    assertThat(agent.get("/v1/catalog/nodes?" + query).header("X-Consul-Effective-Consistency"))
        .isEqualTo(consistency);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "max_stale=x&wait=x, `Invalid max_stale value \"x\"`",
        "max_stale=1s&consistent, `Cannot specify ?stale with ?consistent, conflicting semantics.`"
      })
  void aWrongStalenessIsRefused(String query, String text) {
    assertText(agent.get("/v1/catalog/nodes?" + query), 400, text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"?stale", "?consistent", "?stale=", "?consistent=true", "?cached"})
  void aKeyIsReadWithAnyConsistency(String query) {
    String key = "/v1/kv/" + unique("key");
    agent.put(key, "v");

    Answer answer = agent.get(key + query);

    assertThat(good(answer)).hasSize(1);
    assertThat(answer.header("X-Consul-KnownLeader")).isEqualTo("true");
    assertThat(answer.header("X-Consul-LastContact")).isEqualTo("0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"?pretty", "?pretty=", "?pretty=1"})
  void prettyJsonIsIndentedByFourSpacesAndEndsItsLastLine(String query) {
    assertThat(agent.get("/v1/catalog/datacenters" + query).text())
        .isEqualTo("[\n    \"dc1\"\n]\n");
    assertThat(agent.get("/v1/agent/self" + query).text())
        .startsWith("{\n    \"Config\": {\n        \"Datacenter\": \"dc1\",\n");
  }

  @Test
  void anUnknownParameterIsIgnored() {
    assertThat(good(agent.get("/v1/catalog/datacenters?nope=1&x"))).hasSize(1);
  }

  @Test
  void headersAreWrittenTheWayOfTheirServer() {
    Answer answer = agent.get("/v1/catalog/nodes");

    assertThat(answer.response().headers().map())
        .containsKeys("Content-Type", "X-Consul-Index", "X-Consul-Knownleader", "Date");
  }

  @Test
  void aTokenChangesNothingWithoutAccessControl() {
    assertThat(good(agent.get("/v1/catalog/datacenters?token=x"))).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ?note=a+b        | a b
          ?note=a%20b      | a b
          ?note=a%2Bb      | a+b
          ?note=a;b        | a
          ?note=a&note=b   | a
          ?x&note=a        | a
          ?note=a=b        | a=b
          ?note=%C3%A4     | ä
          ?note=%E2%82%AC%26 | €&
          ?n%6Fte=a        | a
          ?NOTE=a          | ``
          ?note            | ``
          """)
  void aParameterIsReadAsAForm(String query, String note) {
    String id = "service:" + registered("'Check':{'TTL':'1h'}");

    assertDone(agent.put("/v1/agent/check/pass/" + id + query));

    assertThat(good(agent.get("/v1/agent/checks")).at("/" + id + "/Output").asText())
        .isEqualTo(note);
  }
}
