package io.emperor.devagent.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.emperor.devagent.base.ConsulProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /v1/agent/self}, {@code members} and {@code metrics}: who the agent is. */
abstract class AgentSelfContract extends Contract {

  @ParameterizedTest
  @CsvSource({
    "/Config/Datacenter, dc1",
    "/Config/Server, true",
    "/Member/Status, 1",
    "/Member/Tags/dc, dc1",
    "/Member/Tags/role, consul",
    "/Meta/consul-network-segment, ''",
    "/Stats/consul/leader, true",
  })
  void selfTells(String pointer, String value) {
    assertThat(good(agent.get("/v1/agent/self")).at(pointer).asText()).isEqualTo(value);
  }

  @OnConsul(ConsulProfile.V1_8)
  @Test
  void selfTellsItsVersion() {
    JsonNode config = good(agent.get("/v1/agent/self")).get("Config");

    assertThat(config.get("Version").asText()).isEqualTo("1.8.7");
    assertThat(config.get("Revision").asText()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/Config/NodeName", "/Member/Name"})
  void selfNamesItsNode(String pointer) {
    assertThat(good(agent.get("/v1/agent/self")).at(pointer).asText()).isEqualTo(agent.node());
  }

  @Test
  void selfHasTheNodeIdOfTheCatalog() {
    JsonNode node = good(agent.get("/v1/catalog/node/" + agent.node())).get("Node");

    assertThat(good(agent.get("/v1/agent/self")).at("/Config/NodeID")).isEqualTo(node.get("ID"));
  }

  @Test
  void theNodeIdIsAUuid() {
    assertThat(good(agent.get("/v1/agent/self")).at("/Config/NodeID").asText())
        .matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/Config", "/DebugConfig", "/Coord", "/Member", "/Stats", "/Meta"})
  void selfHasSection(String pointer) {
    assertThat(good(agent.get("/v1/agent/self")).at(pointer).isObject()).isTrue();
  }

  /** Where clients are answered, which is not where servers talk to each other. */
  @Test
  void selfTellsWhereItListens() {
    JsonNode addresses = good(agent.get("/v1/agent/self")).at("/DebugConfig/ClientAddrs");

    assertThat(addresses).hasSize(1);
    assertThat(addresses.get(0).textValue()).matches("[0-9]+([.][0-9]+){3}");
  }

  @Test
  void theOnlyMemberIsTheAgentItself() {
    JsonNode members = good(agent.get("/v1/agent/members"));

    assertThat(members).hasSize(1);
    assertThat(members.at("/0/Name").asText()).isEqualTo(agent.node());
    assertThat(members.at("/0/Status").asInt()).isEqualTo(1);
    assertThat(members.at("/0/Tags/dc").asText()).isEqualTo("dc1");
  }

  @Test
  void theMemberIsTheOneOfSelf() {
    assertThat(good(agent.get("/v1/agent/members")).get(0).get("Addr"))
        .isEqualTo(good(agent.get("/v1/agent/self")).at("/Member/Addr"));
  }

  @Test
  void theMembersOfTheWideNetworkAreAsMany() {
    assertThat(good(agent.get("/v1/agent/members?wan=1"))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Gauges", "Points", "Counters", "Samples"})
  void metricsHaveAList(String section) {
    assertThat(good(agent.get("/v1/agent/metrics")).get(section).isArray()).isTrue();
  }

  @Test
  void metricsHaveATimestamp() {
    assertThat(good(agent.get("/v1/agent/metrics")).get("Timestamp").asText())
        .matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d \\+0000 UTC");
  }

  @OnConsul(ConsulProfile.V1_8)
  @Test
  void metricsForPrometheusNeedARetentionTime() {
    assertText(
        agent.get("/v1/agent/metrics?format=prometheus"),
        415,
        "Prometheus is not enabled since its retention time is not positive");
  }

  @ParameterizedTest
  @ValueSource(strings = {"self", "members", "services", "checks", "metrics"})
  void whatTheAgentKnowsOfItselfHasNoIndex(String what) {
    assertThat(agent.get("/v1/agent/" + what).header("X-Consul-Index")).isEmpty();
  }
}
