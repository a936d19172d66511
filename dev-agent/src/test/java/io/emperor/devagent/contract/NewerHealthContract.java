package io.emperor.devagent.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.emperor.consul.Await;
import io.emperor.devagent.base.ConsulProfile;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code /v1/health} and {@code /v1/catalog} of newer versions: what is streamed, and what is not.
 */
@OnConsul(ConsulProfile.MODERN)
abstract class NewerHealthContract extends BlockingContract {

  private final String name = unique("service");
  private final String node = unique("node");
  private final String path = "/v1/health/service/" + name;

  private void register(int port) {
    assertTrue(
        agent.put(
            "/v1/catalog/register",
            json(
                "{'Node':'$','Address':'1','Service':{'Service':'$','Port':$}}",
                node,
                name,
                port)));
  }

  /** What a wait has to begin with: a read without an index knows nothing of streams. */
  private long streamedIndex(String where) {
    return agent.get(where + "?index=1&wait=1ms").index();
  }

  private static void assertStreamed(Answer answer) {
    assertThat(answer.header("X-Consul-KnownLeader")).isEqualTo("false");
    assertThat(answer.header("X-Consul-LastContact")).isEqualTo("0");
    assertThat(answer.header("X-Consul-Query-Backend")).isEqualTo("streaming");
  }

  private static void assertNotStreamed(Answer answer) {
    assertThat(answer.header("X-Consul-KnownLeader")).isEqualTo("true");
    assertThat(answer.header("X-Consul-Query-Backend")).isEqualTo("blocking-query");
  }

  // agent/rpcclient/health/health.go: ServiceNodes; view.go: Result (GH-9776, GH-10945)
  @ParameterizedTest
  @ValueSource(strings = {"", "&passing", "&tag=a", "&stale", "&consistent", "&wait=5s"})
  void aReadWithAnIndexIsStreamed(String query) {
    register(1);

    assertStreamed(agent.get(path + "?index=1" + query));
  }

  // agent/rpcclient/health/health.go: ServiceNodes, useStreaming
  @ParameterizedTest
  @ValueSource(strings = {"", "?index=0", "?index=1&near=_agent", "?index=1&merge-central-config"})
  void aReadWithoutAnIndexOrByDistanceIsNot(String query) {
    register(1);

    assertNotStreamed(agent.get(path + query));
  }

  // agent/rpcclient/health/health.go: ServiceNodes
  @Test
  void aReadThatMayBeCachedIsStreamed() {
    register(1);

    assertStreamed(agent.get(path + "?cached"));
  }

  // agent/http.go: setMeta, setQueryBackend; agent/consul: QueryBackendBlocking is the zero value
  @ParameterizedTest
  @ValueSource(
      strings = {
        "health/node/NODE",
        "health/checks/NAME",
        "health/state/any",
        "catalog/nodes",
        "catalog/services",
        "catalog/service/NAME",
        "catalog/node/NODE",
        "kv/no-such",
        "session/list",
      })
  void nothingElseIsStreamed(String pattern) {
    register(1);
    String other = "/v1/" + pattern.replace("NAME", name).replace("NODE", node);

    assertNotStreamed(agent.get(other + "?index=1&wait=1ms"));
  }

  // agent/health_endpoint.go: healthServiceNodes, ConsistencyLevel
  @ParameterizedTest
  @ValueSource(strings = {"stale", "consistent", "leader"})
  void theConsistencyAskedForIsToldAllTheSame(String consistency) {
    register(1);

    assertThat(agent.get(path + "?index=1&" + consistency).header("X-Consul-Effective-Consistency"))
        .isEqualTo(consistency);
  }

  // agent/health_endpoint.go: healthServiceNodes, HealthServiceChecks
  @Test
  void whatIsRefusedOfAServiceHasNoIndex() {
    Answer service = agent.get(path + "?dc=dc9");
    Answer checks = agent.get("/v1/health/checks/" + name + "?dc=dc9");

    assertText(service, 500, "No path to datacenter");
    assertThat(service.header("X-Consul-Index")).isEmpty();
    assertText(checks, 500, "No path to datacenter");
    assertThat(checks.index()).isEqualTo(1);
  }

  // agent/submatview: Query
  @Test
  void aChangeEndsTheWaitForAStream() throws Exception {
    register(1);
    CompletableFuture<Answer> waiting = watch(path);

    register(2);

    Answer answer = changed(waiting);
    assertStreamed(answer);
    assertThat(answer.json().at("/0/Service/Port").asInt()).isEqualTo(2);
    assertThat(answer.index()).isEqualTo(agent.get(path).index());
  }

  // agent/submatview: Query; agent/consul/state: events of a service are its own
  @Test
  void aServiceThatComesEndsTheWaitForIt() throws Exception {
    CompletableFuture<Answer> waiting = after(path, streamedIndex(path));

    register(1);

    assertThat(changed(waiting).json()).hasSize(1);
  }

  // agent/submatview: Query, whose view of a missing service heeds no other
  @Test
  void theIndexOfAStreamFallsBehindForAServiceThatIsMissing() {
    long first = streamedIndex(path);
    String other = registered("");
    Await.until(
        "in the catalog", () -> good(agent.get("/v1/catalog/service/" + other)).size() == 1);
    assertDone(agent.put("/v1/agent/service/deregister/" + other)); // what a plain read heeds
    Await.until("gone", () -> good(agent.get("/v1/catalog/service/" + other)).isEmpty());
    long plain = agent.get(path).index();

    Answer streamed = agent.get(path + "?index=" + plain + "&wait=1ms");

    assertThat(plain).isGreaterThan(first);
    assertThat(streamed.index()).isLessThan(plain);
    assertThat(streamed.json()).isEmpty();
  }

  // agent/blockingquery/blockingquery.go: ErrNotFound (GH-12110)
  @ParameterizedTest
  @ValueSource(strings = {"/v1/health/service/", "/v1/kv/"})
  void aNeighbourDoesNotEndTheWaitForWhatIsMissing(String where) {
    String missing = where + unique("missing");
    AtomicInteger port = new AtomicInteger();

    Await.until(
        "it waits on, unless another case has written right before it began to",
        () -> {
          CompletableFuture<Answer> waiting = after(missing, streamedIndex(missing));
          register(port.incrementAndGet());
          assertTrue(agent.put("/v1/kv/" + unique("neighbour"), "v"));
          assertStillWaiting(waiting);
          return true;
        });
  }

  // agent/structs/structs.go: NodeService (GH-9981)
  @Test
  void aServiceWithoutAPortHasNoFieldForIt() {
    register(0);

    assertThat(good(agent.get(path)).at("/0/Service").has("Port")).isFalse();
    assertThat(good(agent.get("/v1/catalog/node/" + node)).at("/Services/" + name).has("Port"))
        .isFalse();
    register(1);
    assertThat(good(agent.get(path)).at("/0/Service/Port").asInt()).isEqualTo(1);
  }

  // agent/structs/structs.go: ServiceNode
  @Test
  void theCatalogKeepsThePortOfAServiceWithoutOne() {
    register(0);

    JsonNode service = good(agent.get("/v1/catalog/service/" + name)).get(0);

    assertThat(service.get("ServicePort").asInt(-1)).isZero();
    assertThat(service.get("ServiceSocketPath").asText("none")).isEmpty();
    assertThat(service.at("/ServiceProxy/Mode").asText("none")).isEmpty();
  }

  // agent/structs/structs.go: HealthCheck, NodeService
  @Test
  void anEntryHasTheFieldsOfNewerVersions() {
    register(1);
    JsonNode entry = good(agent.get(path)).get(0);
    JsonNode check = good(agent.get("/v1/health/node/" + agent.node())).get(0);

    assertThat(entry.at("/Service/PeerName").asText("none")).isEmpty();
    assertThat(entry.at("/Service/Proxy/Mode").asText("none")).isEmpty();
    assertThat(check.get("Interval").asText("none")).isEmpty();
    assertThat(check.get("Timeout").asText("none")).isEmpty();
    assertThat(check.get("ExposedPort").asInt(-1)).isZero();
  }
}
