package io.emperor.inputs;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.consul.Await;
import io.emperor.consul.ConsulAgentProcess;
import io.emperor.consul.ConsulBridge;
import io.emperor.consul.ScriptedAgent;
import io.emperor.consul.ScriptedAgent.Said;
import io.emperor.consul.settings.AgentAddress;
import io.emperor.consul.settings.AgentSettings;
import io.emperor.provisioning.source.Cluster;
import io.emperor.provisioning.source.Cluster.Instance;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What provisioning sees of a real Consul, and of agents that are not well. */
@Tag("cluster")
class ConsulClusterTest {

  private static final Duration SOON = Duration.ofSeconds(2);

  private final HeardAnswers<Cluster.Key> keys = new HeardAnswers<>();
  private final HeardAnswers<Instance> instances = new HeardAnswers<>();
  private @Nullable ConsulBridge bridge;
  private @Nullable ConsulCluster cluster;

  private ConsulCluster cluster(AgentAddress agent) {
    bridge = new ConsulBridge(AgentSettings.of(agent), "test", false, new SimpleMeterRegistry());
    cluster = new ConsulCluster(bridge);
    return cluster;
  }

  private ConsulCluster cluster(ConsulAgentProcess agent) {
    return cluster(AgentAddress.parse("http://" + agent.httpAddress()));
  }

  @AfterEach
  void end() {
    if (cluster != null) {
      cluster.close();
    }
    if (bridge != null) {
      bridge.close();
    }
  }

  private String paths() {
    List<Cluster.Key> last = keys.last();
    return last == null
        ? "nothing yet"
        : last.stream().map(Cluster.Key::path).collect(Collectors.joining(" "));
  }

  private String values() {
    List<Cluster.Key> last = keys.last();
    return last == null ? "" : last.stream().map(Cluster.Key::value).toList().toString();
  }

  private void sees(String paths) {
    Await.within(Duration.ofSeconds(20), paths, () -> paths().equals(paths));
  }

  private String ids() {
    List<Instance> last = instances.last();
    return last == null
        ? "nothing yet"
        : last.stream().map(Instance::id).collect(Collectors.joining(" "));
  }

  @Test
  void keysComeAndGo() throws Exception {
    try (ConsulAgentProcess agent = ConsulAgentProcess.start()) {
      agent.put("/v1/kv/shop/a", "hunter2");
      agent.put("/v1/kv/shopping", "x");
      AutoCloseable watch = cluster(agent).keys("shop/", keys);
      sees("shop/a");
      agent.put("/v1/kv/shop/b/c", "");
      Await.within(SOON, "the new key", () -> paths().equals("shop/a shop/b/c"));
      agent.send("DELETE", "/v1/kv/shop/a", "");
      Await.within(SOON, "the deleted key is gone", () -> paths().equals("shop/b/c"));
      agent.send("DELETE", "/v1/kv/shop/b/c", "");
      Await.within(SOON, "no key is left", () -> paths().isEmpty());
      assertThat(keys.failures()).isEmpty();
      watch.close();
      int told = keys.count();
      agent.put("/v1/kv/shop/d", "x");
      Await.holdsFor(SOON, "nobody hears", () -> keys.count() == told);
    }
  }

  @Test
  void allKeysAreBelowNoPrefix() {
    try (ConsulAgentProcess agent = ConsulAgentProcess.start()) {
      agent.put("/v1/kv/mysql/host", "x");
      cluster(agent).keys("", keys);
      sees("mysql/host");
      agent.put("/v1/kv/redis", "x");
      sees("mysql/host redis");
    }
  }

  @Test
  void aValueThatIsNoTextIsToldAsNone() {
    String invalid = Base64.getEncoder().encodeToString(new byte[] {(byte) 0xff, 'x'});
    String text = Base64.getEncoder().encodeToString("é\n\0".getBytes(StandardCharsets.UTF_8));
    try (ScriptedAgent agent = new ScriptedAgent()) {
      agent.says(
          new Said(
              200,
              "10",
              "true",
              "[%s,%s]".formatted(entry("k/a", invalid), entry("k/b", text)),
              0));
      cluster(agent.address()).keys("k/", keys);
      Await.until("the keys", () -> keys.count() == 1);
      assertThat(keys.last())
          .containsExactly(new Cluster.Key("k/a", null, 1), new Cluster.Key("k/b", "é\n\0", 1));
    }
  }

  private static String entry(String key, String value) {
    return """
        {"Key":"%s","Value":"%s","Flags":0,"CreateIndex":1,"ModifyIndex":1,"LockIndex":0}"""
        .formatted(key, value);
  }

  @Test
  void anAgentThatIsAwayIsToldOnceAndWhenItIsBackThingsGoOn() {
    try (ConsulAgentProcess agent = ConsulAgentProcess.start()) {
      agent.kill();
      ConsulCluster consul = cluster(agent);
      consul.keys("shop/", keys);
      consul.passing("web", instances);
      Await.until("the trouble", () -> keys.failures().size() + instances.failures().size() == 2);
      Await.within(
          Duration.ofSeconds(9),
          "a rest of the live query",
          () -> bridge != null && passed(Duration.ofSeconds(8)));
      agent.restart();
      Await.within(SOON, "there is nothing", () -> paths().isEmpty() && ids().isEmpty());
      agent.put("/v1/kv/shop/a", "x");
      Await.within(SOON, "the key", () -> paths().equals("shop/a"));
      assertThat(keys.failures())
          .singleElement()
          .asString()
          .startsWith("no agent answers that knows a leader (");
      assertThat(instances.failures()).hasSize(1);
    }
  }

  private final long began = System.nanoTime();

  private boolean passed(Duration time) {
    return System.nanoTime() - began > time.toNanos();
  }

  @Test
  void anAgentThatIsKilledAndComesBackIsFollowedAgain() {
    try (ConsulAgentProcess agent = ConsulAgentProcess.start()) {
      agent.put("/v1/kv/shop/a", "x");
      cluster(agent).keys("shop/", keys);
      sees("shop/a");
      agent.kill();
      Await.within(Duration.ofSeconds(20), "it is told", () -> keys.failures().size() == 1);
      assertThat(paths()).isEqualTo("shop/a");
      agent.restart();
      agent.put("/v1/kv/shop/b", "x");
      Await.within(SOON, "the new key", () -> paths().equals("shop/b"));
    }
  }

  @Test
  void nothingCountsIfALeaderSaysSoAndSaysItAgain() throws Exception {
    try (ScriptedAgent agent = new ScriptedAgent()) {
      Said full = new Said(200, "10", "true", "[" + entry("k/a", "eA==") + "]", 0);
      Said empty = new Said(200, "11", "false", "[]", 0);
      agent.says(full);
      cluster(agent.address()).keys("k/", keys);
      sees("k/a");
      agent.says(empty);
      // A live query is answered every ten seconds at the latest.
      Await.within(Duration.ofSeconds(30), "the trouble", () -> keys.failures().size() == 1);
      Await.holdsFor(SOON, "what is known stays", () -> paths().equals("k/a"));
      boolean[] asked = {false};
      agent.says(
          request -> {
            boolean first = request.consistent() && request.uri().contains("recurse") && !asked[0];
            asked[0] |= first;
            return first ? empty.knownLeader("true") : full;
          });
      Await.until("it was nothing for a moment", () -> asked[0]);
      Await.holdsFor(SOON, "what is known stays", () -> paths().equals("k/a"));
      agent.says(empty.knownLeader("true"));
      sees("");
    }
  }

  @Test
  void aTokenThatMayNotReadIsToldWithTheRuleThatItNeeds() {
    try (ScriptedAgent agent = new ScriptedAgent()) {
      agent.says(Said.failing(403, "Permission denied"));
      ConsulCluster consul = cluster(agent.address());
      consul.keys("shop/", keys);
      consul.passing("web", instances);
      Await.until("the trouble", () -> keys.failures().size() + instances.failures().size() == 2);
      assertThat(keys.failures())
          .containsExactly(
              "the token may not read all of it; its policy needs key_prefix \"shop/\" { policy ="
                  + " \"read\" }");
      assertThat(instances.failures().get(0)).contains("service \"web\"");
    }
  }

  @Test
  void aNameThatConsulCanNotHaveIsTold() {
    try (ScriptedAgent agent = new ScriptedAgent()) {
      ConsulCluster consul = cluster(agent.address());
      consul.keys("a//b/", keys);
      consul.passing("../x", instances);
      assertThat(keys.failures()).singleElement().asString().contains("empty segment");
      assertThat(instances.failures()).singleElement().asString().contains("'.' or '..'");
    }
  }

  @Test
  void tenThousandKeysAreRead() {
    try (ConsulAgentProcess agent = ConsulAgentProcess.start()) {
      for (int i = 0; i < 10_000; i += 64) {
        agent.put("/v1/txn", batch(i, Math.min(10_000, i + 64)));
      }
      cluster(agent).keys("many/", keys);
      Await.within(Duration.ofSeconds(30), "all keys", () -> keys.size() == 10_000);
    }
  }

  private static String batch(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj("{\"KV\":{\"Verb\":\"set\",\"Key\":\"many/%05d\",\"Value\":\"eA==\"}}"::formatted)
        .collect(Collectors.joining(",", "[", "]"));
  }

  @Test
  void onlyPassingInstancesCount() {
    try (ConsulAgentProcess agent = ConsulAgentProcess.start()) {
      cluster(agent).passing("web", instances);
      Await.until("none", () -> ids().isEmpty());
      register(agent, "web-2");
      register(agent, "web-1");
      set(agent, "web-1", "pass");
      set(agent, "web-2", "pass");
      Await.within(SOON, "both", () -> ids().equals("web-1 web-2"));
      assertThat(instances.last())
          .first()
          .satisfies(
              web ->
                  assertThat(web)
                      .isEqualTo(
                          new Instance("web-1", "10.0.0.9", 8080, List.of("b", "a"), web.node())))
          .satisfies(web -> assertThat(web.node()).isNotEmpty());
      set(agent, "web-1", "warn");
      Await.within(SOON, "a warning does not count", () -> ids().equals("web-2"));
      set(agent, "web-1", "pass");
      Await.within(SOON, "both again", () -> ids().equals("web-1 web-2"));
      agent.put("/v1/agent/service/maintenance/web-2?enable=true", "");
      Await.within(SOON, "maintenance does not count", () -> ids().equals("web-1"));
      set(agent, "web-1", "fail");
      Await.within(SOON, "critical does not count", () -> ids().isEmpty());
    }
  }

  @Test
  void aSingleKeyComesAndGoes() throws Exception {
    try (ConsulAgentProcess agent = ConsulAgentProcess.start()) {
      agent.put("/v1/kv/shop/a/below", "x");
      AutoCloseable watch = cluster(agent).key("shop/a", keys);
      sees("");
      agent.put("/v1/kv/shop/a", "first");
      Await.within(SOON, "the key", () -> paths().equals("shop/a"));
      agent.put("/v1/kv/shop/a", "second");
      Await.within(SOON, "the new value", () -> values().equals("[second]"));
      assertThat(keys.last()).singleElement().matches(key -> key.modifyIndex() > 0);
      agent.send("DELETE", "/v1/kv/shop/a", "");
      Await.within(SOON, "it is gone", () -> paths().isEmpty());
      assertThat(keys.failures()).isEmpty();
      watch.close();
    }
  }

  @Test
  void aMissingKeyCountsIfALeaderSaysSo() {
    Said nothing = new Said(404, "10", "false", "", 0);
    try (ScriptedAgent agent = new ScriptedAgent()) {
      agent.says(nothing);
      cluster(agent.address()).key("k", keys);
      Await.until("the trouble", () -> keys.failures().size() == 1);
      assertThat(keys.count()).isZero();
      agent.says(nothing.knownLeader("true"));
      sees("");
    }
  }

  @Test
  void servicesAreToldWithTheirTags() {
    HeardAnswers<Cluster.Service> services = new HeardAnswers<>();
    try (ConsulAgentProcess agent = ConsulAgentProcess.start()) {
      cluster(agent).services(services);
      Await.until("Consul itself", () -> services.size() == 1);
      register(agent, "web-1");
      Await.within(
          SOON,
          "the new service",
          () ->
              List.of(
                      new Cluster.Service("consul", List.of()),
                      new Cluster.Service("web", List.of("a", "b")))
                  .equals(services.last()));
      agent.put("/v1/agent/service/deregister/web-1", "");
      Await.within(SOON, "it is gone", () -> services.size() == 1);
    }
  }

  @Test
  void nodesComeAndGo() {
    HeardAnswers<Cluster.Node> nodes = new HeardAnswers<>();
    try (ConsulAgentProcess agent = ConsulAgentProcess.start()) {
      cluster(agent).nodes(nodes);
      Await.until("the agent's own", () -> nodes.size() == 1);
      agent.put("/v1/catalog/register", "{\"Node\":\"a-node\",\"Address\":\"10.0.0.7\"}");
      Await.within(SOON, "the other", () -> nodes.size() == 2);
      assertThat(nodes.last()).first().isEqualTo(new Cluster.Node("a-node", "10.0.0.7"));
      agent.put("/v1/catalog/deregister", "{\"Node\":\"a-node\"}");
      Await.within(SOON, "it is gone", () -> nodes.size() == 1);
    }
  }

  @Test
  void aCatalogOfNothingCountsIfALeaderSaysSo() {
    HeardAnswers<Cluster.Service> services = new HeardAnswers<>();
    HeardAnswers<Cluster.Node> nodes = new HeardAnswers<>();
    try (ScriptedAgent agent = new ScriptedAgent()) {
      Said map = new Said(200, "10", "false", "{}", 0);
      Said list = new Said(200, "10", "false", "[]", 0);
      agent.says(request -> request.uri().contains("nodes") ? list : map);
      ConsulCluster consul = cluster(agent.address());
      consul.services(services);
      consul.nodes(nodes);
      Await.until("the trouble", () -> services.failures().size() + nodes.failures().size() == 2);
      assertThat(services.count() + nodes.count()).isZero();
      agent.says(request -> (request.uri().contains("nodes") ? list : map).knownLeader("true"));
      Await.until("nothing", () -> services.count() == 1 && nodes.count() == 1);
    }
  }

  private static void register(ConsulAgentProcess agent, String id) {
    agent.put(
        "/v1/agent/service/register",
        """
        {"ID":"%s","Name":"web","Address":"10.0.0.9","Port":8080,"Tags":["b","a"],
         "Check":{"CheckID":"%s","TTL":"60s"}}"""
            .formatted(id, id));
  }

  private static void set(ConsulAgentProcess agent, String id, String state) {
    agent.put("/v1/agent/check/" + state + "/" + id, "");
  }
}
