package io.emperor.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emperor.api.ConsulException;
import io.emperor.api.ConsulException.Kind;
import io.emperor.api.KeyValue;
import io.emperor.consul.ScriptedAgent.Said;
import io.emperor.consul.app.KeyPrefix;
import io.emperor.consul.settings.AgentSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What counts as the keys below a prefix, and above all as there being none. */
class KeyPrefixTest {

  private static final Said NOTHING = new Said(404, "10", "true", "", 0);

  private final ScriptedAgent agent = new ScriptedAgent();
  private final ConsulBridge bridge =
      new ConsulBridge(AgentSettings.of(agent.address()), "test", false, new SimpleMeterRegistry());
  private final KeyPrefix keys = bridge.keys("k/");

  @AfterEach
  void close() {
    bridge.close();
    agent.close();
  }

  private void says(Said list, Said single) {
    agent.says(asked -> asked.uri().contains("recurse") ? list : single);
  }

  private void fails(Kind kind) {
    assertThatThrownBy(keys::all)
        .isInstanceOfSatisfying(
            ConsulException.class, failure -> assertThat(failure.kind()).isEqualTo(kind));
  }

  @Test
  void readsWhatTheLeaderMadeSureOf() {
    says(Said.value("10", "first"), NOTHING);
    assertThat(keys.all()).extracting(KeyValue::text).containsExactly("first");
    assertThat(agent.seen()).hasSize(2).allMatch(ScriptedAgent.Asked::consistent);
  }

  @Test
  void nothingIsNothingWhenALeaderSaysSo() {
    says(NOTHING, NOTHING);
    assertThat(keys.all()).isEmpty();
  }

  @Test
  void nothingWithoutALeaderIsNoAnswer() {
    says(NOTHING.knownLeader("false"), NOTHING);
    fails(Kind.INVALID);
    says(NOTHING.knownLeader(""), NOTHING);
    fails(Kind.INVALID);
  }

  @Test
  void nothingWithoutAnIndexIsNotConsuls() {
    says(NOTHING.index(""), NOTHING);
    fails(Kind.INVALID);
    says(NOTHING.index("0"), NOTHING);
    fails(Kind.INVALID);
  }

  @Test
  void aListThatTheTokenMayNotSeeAllOfIsForbidden() {
    says(Said.value("10", "first").with("X-Consul-Results-Filtered-By-ACLs", "true"), NOTHING);
    fails(Kind.FORBIDDEN);
  }

  @Test
  void aListOfNothingIsForbiddenWhereASingleKeyIs() {
    says(NOTHING, Said.failing(403, "Permission denied"));
    fails(Kind.FORBIDDEN);
  }

  @Test
  void anAgentWithoutALeaderIsUnavailable() {
    says(Said.failing(500, "No cluster leader"), NOTHING);
    fails(Kind.UNAVAILABLE);
  }

  @Test
  void anEmptyListWithoutALeaderIsUnavailable() {
    Said empty = new Said(200, "10", "false", "[]", 0);
    says(empty, NOTHING);
    fails(Kind.UNAVAILABLE);
    says(empty.knownLeader(""), NOTHING);
    fails(Kind.UNAVAILABLE);
    says(empty.knownLeader("true"), NOTHING);
    assertThat(keys.all()).isEmpty();
  }

  @Test
  void allKeysAreThoseBelowNoPrefix() {
    says(Said.value("10", "first"), Said.failing(400, "Missing key name"));
    assertThat(bridge.keys("").all()).extracting(KeyValue::text).containsExactly("first");
  }
}
