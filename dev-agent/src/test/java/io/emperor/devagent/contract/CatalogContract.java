package io.emperor.devagent.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.emperor.consul.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /v1/catalog}: reading nodes and services, those of the agent among them. */
abstract class CatalogContract extends Contract {

  private JsonNode awaitInstances(String name, int count) {
    String path = "/v1/catalog/service/" + name;
    Await.until(count + " instances", () -> good(agent.get(path)).size() == count);
    return good(agent.get(path));
  }

  /** A service of a node of its own, with these tags and this meta of the node. */
  private String elsewhere(String tags, String nodeMeta) {
    String name = unique("service");
    assertTrue(
        agent.put(
            "/v1/catalog/register",
            json(
                "{'Node':'$','Address':'10.2.2.2','NodeMeta':$,'Service':{'Service':'$','Tags':$}}",
                unique("node"),
                json(nodeMeta),
                name,
                json(tags))));
    return name;
  }

  @Test
  void thereIsOneDatacenter() {
    assertThat(good(agent.get("/v1/catalog/datacenters"))).isEqualTo(tree("['dc1']"));
  }

  @Test
  void theAgentsNodeIsListed() {
    JsonNode self = good(agent.get("/v1/catalog/node/" + agent.node())).get("Node");

    assertThat(good(agent.get("/v1/catalog/nodes"))).contains(self);
    assertThat(self.get("Datacenter").asText()).isEqualTo("dc1");
    assertThat(older(self.get("Meta"), "consul-version"))
        .isEqualTo(tree("{'consul-network-segment':''}"));
    assertThat(self.at("/TaggedAddresses/lan")).isEqualTo(self.get("Address"));
    assertThat(self.at("/TaggedAddresses/wan_ipv4")).isEqualTo(self.get("Address"));
  }

  @Test
  void theAgentItselfIsAService() {
    JsonNode consul = good(agent.get("/v1/catalog/service/consul"));

    assertThat(each(consul, "ServiceID")).containsExactly("consul");
    assertThat(consul.at("/0/ServicePort").asInt()).isPositive();
    assertThat(good(agent.get("/v1/agent/services")).has("consul")).isFalse();
  }

  @Test
  void aServiceOfTheAgentComesIntoTheCatalog() {
    String name = registered("'ID':'$','Tags':['b','a'],'Port':7,'Meta':{'k':'v'}", unique("id"));

    JsonNode service = awaitInstances(name, 1).get(0);

    assertThat(service.get("Node").asText()).isEqualTo(agent.node());
    assertThat(service.get("ServiceName").asText()).isEqualTo(name);
    assertThat(service.get("ServiceTags")).isEqualTo(tree("['b','a']"));
    assertThat(service.get("ServicePort").asInt()).isEqualTo(7);
    assertThat(service.get("ServiceMeta")).isEqualTo(tree("{'k':'v'}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ServiceKind              | ''
          ServiceTags              | []
          ServiceAddress           | ''
          ServiceWeights           | {'Passing':1,'Warning':1}
          ServiceMeta              | {}
          ServicePort              | 0
          ServiceEnableTagOverride | false
          ServiceProxy             | {'MeshGateway':{},'Expose':{}}
          ServiceConnect           | {}
          Datacenter               | 'dc1'
          NodeMeta                 | {'consul-network-segment':''}
          """)
  void anInstanceHasDefaults(String field, String value) {
    JsonNode instance = awaitInstances(registered(""), 1).get(0);

    assertThat(older(instance.get(field), "Mode", "consul-version")).isEqualTo(tree(value));
  }

  @Test
  void theServiceOfANodeHasItsFields() {
    String name = registered("'Port':3");
    awaitInstances(name, 1);

    JsonNode service =
        good(agent.get("/v1/catalog/node/" + agent.node())).get("Services").get(name);

    assertThat(older(service, "PeerName", "Mode"))
        .isEqualTo(
            tree(
                "{'ID':'$','Service':'$','Tags':[],'Address':'','Meta':null,'Port':3,"
                    + "'Weights':{'Passing':1,'Warning':1},'EnableTagOverride':false,"
                    + "'Proxy':{'MeshGateway':{},'Expose':{}},'Connect':{},"
                    + "'CreateIndex':$,'ModifyIndex':$}",
                name,
                name,
                service.get("CreateIndex"),
                service.get("ModifyIndex")));
  }

  @Test
  void servicesAreListedWithAllTagsOfTheirInstances() {
    String name = registered("'ID':'$','Tags':['a','b']", unique("id"));
    agent.put(
        "/v1/agent/service/register",
        json("{'Name':'$','ID':'$','Tags':['b','c']}", name, unique("id")));
    awaitInstances(name, 2);

    assertThat(good(agent.get("/v1/catalog/services")).get(name))
        .extracting(JsonNode::asText)
        .containsExactlyInAnyOrder("a", "b", "c");
  }

  @Test
  void aDeregisteredServiceLeavesTheCatalog() {
    String name = registered("");
    awaitInstances(name, 1);

    agent.put("/v1/agent/service/deregister/" + name);

    awaitInstances(name, 0);
    assertThat(good(agent.get("/v1/catalog/services")).has(name)).isFalse();
  }

  @Test
  void aServiceRegisteredAgainKeepsItsCreateIndex() {
    String name = registered("'Port':1");
    JsonNode before = awaitInstances(name, 1).get(0);
    agent.put("/v1/agent/service/register", json("{'Name':'$','Port':2}", name));
    Await.until(
        "the new port is in the catalog",
        () -> awaitInstances(name, 1).at("/0/ServicePort").asInt() == 2);

    JsonNode after = awaitInstances(name, 1).get(0);

    assertThat(after.get("CreateIndex")).isEqualTo(before.get("CreateIndex"));
    assertThat(after.get("ModifyIndex").asLong()).isGreaterThan(before.get("ModifyIndex").asLong());
  }

  @ParameterizedTest
  @CsvSource({
    "'', 1",
    "?tag=a, 1",
    "?tag=A, 1",
    "?tag=a&tag=b, 1",
    "?tag=a&tag=c, 0",
    "?tag=c, 0",
    "?tag=, 0",
    "?node-meta=rack:r1, 1",
    "?node-meta=rack:r1&node-meta=row:2, 1",
    "?node-meta=rack:r1&node-meta=row:3, 0",
    "?node-meta=rack:r2, 0",
    "?node-meta=rack, 0",
    "?tag=a&node-meta=rack:r1, 1",
    "?dc=dc1, 1",
    "?dc=, 1",
    "?stale, 1",
    "?consistent, 1",
  })
  void instancesAreChosenByTagsAndByMetaOfTheNode(String query, int count) {
    String name = elsewhere("['a','b']", "{'rack':'r1','row':'2'}");

    assertThat(good(agent.get("/v1/catalog/service/" + name + query))).hasSize(count);
  }

  @Test
  void nodesAndServicesAreChosenByMetaOfTheNode() {
    String rack = unique("rack");
    String name = elsewhere("['t']", "{'rack':'" + rack + "'}");

    assertThat(good(agent.get("/v1/catalog/nodes?node-meta=rack:" + rack))).hasSize(1);
    assertThat(good(agent.get("/v1/catalog/nodes?node-meta=rack:none"))).isEmpty();
    assertThat(good(agent.get("/v1/catalog/services?node-meta=rack:" + rack)))
        .isEqualTo(tree("{'$':['t']}", name));
    assertThat(good(agent.get("/v1/catalog/services?node-meta=rack:none"))).isEqualTo(tree("{}"));
  }

  @Test
  void anUnknownServiceHasNoInstances() {
    assertThat(good(agent.get("/v1/catalog/service/no-such"))).isEqualTo(tree("[]"));
  }

  @Test
  void anUnknownNodeIsNull() {
    Answer answer = agent.get("/v1/catalog/node/no-such");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text().strip()).isEqualTo("null");
  }

  @ParameterizedTest
  @CsvSource({"service/, Missing service name", "node/, Missing node name"})
  void aNameIsNeeded(String path, String text) {
    assertText(agent.get("/v1/catalog/" + path), 400, text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nodes", "services", "service/consul", "node/no-such"})
  void theHeadersTellTheStateOfTheCatalog(String path) {
    Answer answer = agent.get("/v1/catalog/" + path);

    assertThat(answer.index()).isPositive();
    assertThat(answer.header("X-Consul-KnownLeader")).isEqualTo("true");
    assertThat(answer.header("X-Consul-LastContact")).isEqualTo("0");
  }

  @ParameterizedTest
  @CsvSource({"'', leader", "?stale, stale", "?consistent, consistent"})
  void theHeadersTellTheConsistency(String query, String consistency) {
    assertThat(agent.get("/v1/catalog/nodes" + query).header("X-Consul-Effective-Consistency"))
        .isEqualTo(consistency);
  }
}
