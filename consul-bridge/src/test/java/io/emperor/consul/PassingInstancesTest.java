package io.emperor.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emperor.api.ConsulException;
import io.emperor.api.ConsulException.Kind;
import io.emperor.api.ServiceInstance;
import io.emperor.consul.ScriptedAgent.Said;
import io.emperor.consul.app.PassingInstances;
import io.emperor.consul.settings.AgentSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What counts as a service's passing instances, and above all as there being none. */
class PassingInstancesTest {

  private static final Said NOTHING = new Said(200, "10", "true", "[]", 0);

  private final ScriptedAgent agent = new ScriptedAgent();
  private final ConsulBridge bridge =
      new ConsulBridge(AgentSettings.of(agent.address()), "test", false, new SimpleMeterRegistry());
  private final PassingInstances instances = bridge.passing("web");

  @AfterEach
  void close() {
    bridge.close();
    agent.close();
  }

  private static String instance(String id, String status) {
    return """
        {"Node":{"Node":"n","Address":"10.0.0.1"},
         "Service":{"ID":"%s","Service":"web","Tags":[],"Address":"","Port":80},
         "Checks":[{"CheckID":"c","Status":"%s","ServiceID":"%s"}]}"""
        .formatted(id, status, id);
  }

  private void fails(Kind kind) {
    assertThatThrownBy(instances::all)
        .isInstanceOfSatisfying(
            ConsulException.class, failure -> assertThat(failure.kind()).isEqualTo(kind));
  }

  @Test
  void readsThePassingOnesThatTheLeaderMadeSureOf() {
    String body =
        "[%s,%s,%s]"
            .formatted(
                instance("a", "passing"), instance("b", "warning"), instance("c", "critical"));
    agent.says(new Said(200, "10", "true", body, 0));
    assertThat(instances.all()).extracting(ServiceInstance::id).containsExactly("a");
    assertThat(agent.seen()).hasSize(1).allMatch(ScriptedAgent.Asked::consistent);
  }

  @Test
  void nothingIsNothingWhenALeaderSaysSo() {
    agent.says(NOTHING);
    assertThat(instances.all()).isEmpty();
    agent.says(NOTHING.knownLeader("false"));
    fails(Kind.UNAVAILABLE);
    agent.says(NOTHING.knownLeader(""));
    fails(Kind.UNAVAILABLE);
  }

  @Test
  void whatTheTokenMayNotSeeIsForbidden() {
    agent.says(NOTHING.with("X-Consul-Results-Filtered-By-ACLs", "true"));
    fails(Kind.FORBIDDEN);
  }
}
