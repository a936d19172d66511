package io.emperor.devagent.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.emperor.consul.Await;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /v1/coordinate} and {@code /v1/operator/raft}: one node, and where it is. */
abstract class CoordinateContract extends Contract {

  private static final String COORDINATE =
      "{'Node':'$','Segment':'','Coord':"
          + "{'Vec':[0,0,0,0,0,0,0,0],'Error':1.5,'Adjustment':0,'Height':0.00001}}";

  /** A real agent tells its servers where it is when it has been running for a while. */
  private void awaitNode() {
    Await.within(
        Duration.ofSeconds(40),
        "there is a node",
        () -> good(agent.get("/v1/coordinate/nodes")).size() == 1);
  }

  @Test
  void theOnlyDatacenterIsTheAgents() {
    JsonNode datacenters = good(agent.get("/v1/coordinate/datacenters"));

    assertThat(datacenters)
        .isEqualTo(
            tree(
                "[{'Datacenter':'dc1','AreaID':'wan','Coordinates':[" + COORDINATE + "]}]",
                agent.node()));
    assertThat(agent.get("/v1/coordinate/datacenters?dc=x&wait=x").status()).isEqualTo(200);
    assertThat(agent.get("/v1/coordinate/datacenters").header("X-Consul-Index")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nodes",
        "nodes?segment=",
        "nodes?stale",
        "nodes?consistent",
        "nodes?filter=x",
        "nodes?ns=x",
        "nodes?near=x",
        "nodes?index=1",
        "node/NODE",
      })
  void theOnlyNodeIsWhereItIs(String path) {
    awaitNode();
    Answer answer = agent.get("/v1/coordinate/" + path.replace("NODE", agent.node()));

    assertThat(good(answer)).isEqualTo(tree("[" + COORDINATE + "]", agent.node()));
    assertThat(answer.index()).isPositive();
    assertThat(answer.header("X-Consul-KnownLeader")).isEqualTo("true");
    assertThat(answer.header("X-Consul-LastContact")).isEqualTo("0");
    assertThat(answer.header("X-Consul-Effective-Consistency")).isEmpty();
  }

  @Test
  void thereIsNobodyInAnotherSegment() {
    awaitNode();
    assertThat(good(agent.get("/v1/coordinate/nodes?segment=x"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"node/nobody", "node/", "node/NODE?segment=x"})
  void aNodeThatIsNotThereIsNowhere(String path) {
    awaitNode();
    Answer answer = agent.get("/v1/coordinate/" + path.replace("NODE", agent.node()));

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text()).isEmpty();
    assertThat(answer.header("X-Consul-Index")).isEmpty();
  }

  @Test
  void whoWaitsForAMoveWaitsAsLongAsItWantsTo() {
    awaitNode();
    Answer answer = agent.get("/v1/coordinate/nodes?index=100000&wait=20ms");

    assertThat(good(answer)).hasSize(1);
    assertThat(answer.index()).isLessThan(100_000);
  }

  @Test
  void theOnlyServerVotesAndLeads() {
    JsonNode configuration = good(agent.get("/v1/operator/raft/configuration"));

    assertThat(configuration)
        .isEqualTo(
            tree(
                "{'Servers':[{'ID':'$','Node':'$','Address':'$','Leader':true,"
                    + "'ProtocolVersion':'3','Voter':true}],'Index':0}",
                good(agent.get("/v1/agent/self")).at("/Config/NodeID").asText(),
                agent.node(),
                good(agent.get("/v1/status/leader")).asText()));
    assertThat(agent.get("/v1/operator/raft/configuration").header("X-Consul-Index")).isEmpty();
    assertThat(agent.get("/v1/operator/raft/configuration?stale&index=9").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "?dc=elsewhere, 500, No path to datacenter",
    "?stale&consistent, 400, 'Cannot specify ?stale with ?consistent, conflicting semantics.'",
    "?wait=x, 400, Invalid wait time",
    "?index=x, 400, Invalid index",
  })
  void aWrongQuestionIsRefused(String query, int status, String text) {
    for (String path : new String[] {"coordinate/nodes", "coordinate/node/x"}) {
      Answer answer = agent.get("/v1/" + path + query);
      assertText(answer, status, text);
      assertThat(answer.header("X-Consul-Index")).isEqualTo(status == 500 ? "1" : "");
    }
    Answer answer = agent.get("/v1/operator/raft/configuration" + query);
    assertText(answer, status, text);
    assertThat(answer.header("X-Consul-Index")).isEmpty();
  }
}
