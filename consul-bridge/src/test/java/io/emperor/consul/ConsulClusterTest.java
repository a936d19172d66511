package io.emperor.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the other tests rely on when they break a cluster. */
class ConsulClusterTest {

  private static final String CHECKED =
      "{\"Name\": \"kept\", \"Check\": {\"TTL\": \"1h\", \"Status\": \"passing\"}}";

  private static ConsulCluster cluster;

  @BeforeAll
  static void start() {
    cluster = ConsulCluster.start();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void anotherServerLeadsWhenTheLeaderIsKilled() {
    ClusterAgent first = cluster.leader();

    first.kill();
    ClusterAgent second = cluster.leader();

    assertThat(second).isNotSameAs(first);
    assertThat(cluster.a().put("/v1/kv/written-without-" + first.name(), "x")).contains("true");
    first.restart();
    Await.until(
        "it is back in the cluster",
        () -> first.get("/v1/kv/written-without-" + first.name() + "?stale").contains("Value"));
  }

  @Test
  void anAgentKeepsItsServicesOverARestartAndLosesThemWhenItIsWiped() {
    ClusterAgent agent = cluster.b();
    agent.put("/v1/agent/service/register", CHECKED);

    agent.restart();
    agent.awaitAnswer();
    assertThat(agent.get("/v1/agent/services")).contains("kept");

    agent.restartWiped();
    agent.awaitAnswer();
    assertThat(agent.get("/v1/agent/services")).doesNotContain("kept");
    Await.until(
        "the servers know too",
        () -> !cluster.a().get("/v1/catalog/service/kept").contains("\"kept\""));
  }

  @Test
  void aPausedAgentIsSilentAndGoesOn() {
    ClusterAgent agent = cluster.a();

    agent.pause();
    assertThat(agent.isAlive()).isTrue();
    assertThatThrownBy(() -> agent.get("/v1/agent/self"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("timed out");

    agent.resume();
    agent.awaitAnswer();
  }
}
