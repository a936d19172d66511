package io.emperor.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.emperor.api.ConsulException;
import io.emperor.api.ConsulException.Applied;
import io.emperor.api.ConsulException.Kind;
import io.emperor.api.Health;
import io.emperor.api.KeyValue;
import io.emperor.api.ServiceInstance;
import io.emperor.api.Session;
import io.emperor.consul.app.AppConsul;
import io.emperor.consul.settings.AgentAddress;
import io.emperor.consul.settings.AgentSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every helper in every overload against a real agent. */
@Tag("jdk")
@Tag("agent")
class HelpersTest {

  private static ConsulAgentProcess agent;
  private static ConsulBridge bridge;
  private AppConsul consul;

  @BeforeAll
  static void startAgent() {
    agent = ConsulAgentProcess.start();
    bridge =
        new ConsulBridge(
            AgentSettings.of(AgentAddress.parse(agent.httpAddress())),
            "test",
            false,
            new SimpleMeterRegistry());
  }

  @AfterAll
  static void stopAgent() {
    bridge.close();
    agent.close();
  }

  @BeforeEach
  void open() {
    consul = bridge.appConsul("demo");
  }

  @AfterEach
  void close() {
    consul.close();
    agent.send("DELETE", "/v1/kv/?recurse", "");
  }

  private static ConsulException failure(ThrowingCallable call) {
    ConsulException failure = catchThrowableOfType(ConsulException.class, call);
    assertThat(failure).isNotNull();
    assertThat(failure.getMessage()).doesNotContain("\n");
    return failure;
  }

  private static void invalid(ThrowingCallable call) {
    ConsulException failure = failure(call);
    assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(Kind.INVALID);
    assertThat(failure.applied()).isEqualTo(Applied.NO);
  }

  private static void registerService(String json) {
    assertThat(agent.put("/v1/agent/service/register", json)).isEmpty();
  }

  @Test
  void writesAndReadsText() {
    assertThat(consul.set("a/key", "Grüße, 世界")).isTrue();
    KeyValue read = consul.get("a/key").orElseThrow();
    assertThat(read.key()).isEqualTo("a/key");
    assertThat(read.text()).isEqualTo("Grüße, 世界");
    assertThat(read.session()).isNull();
    assertThat(read.modifyIndex()).isPositive();
    assertThat(consul.get("a/key", "dc1")).contains(read);
    assertThat(consul.get("a/key", null)).contains(read);
    assertThat(agent.get("/v1/kv/a/key?raw")).isEqualTo("Grüße, 世界");
  }

  @Test
  void writesAndReadsBytes() {
    byte[] bytes = {0, -1, 127, -128, 10};
    assertThat(consul.set("bytes", bytes)).isTrue();
    assertThat(consul.get("bytes").orElseThrow().value()).isEqualTo(bytes);
    assertThat(consul.set("bytes", new byte[0], "dc1", null, null, null)).isTrue();
    assertThat(consul.get("bytes").orElseThrow().value()).isEmpty();
    assertThat(consul.set("empty", "")).isTrue();
    assertThat(consul.get("empty").orElseThrow().text()).isEmpty();
  }

  @Test
  void missingKeyIsEmpty() {
    assertThat(consul.get("nothing")).isEmpty();
    assertThat(consul.list("nothing")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b", "a?b", "a#b", "a%b", "a%2Fb", "a+b", "é/世界/😀", "a&b=c", "folder/", "...", "a;b",
        "a\\b", "a:b", "\"q\"", "a,b"
      })
  void unusualKeysRoundTrip(String key) {
    assertThat(consul.set(key, "v")).isTrue();
    assertThat(consul.get(key).orElseThrow().key()).isEqualTo(key);
    assertThat(consul.list("")).extracting(KeyValue::key).containsExactly(key);
    assertThat(consul.list(key)).hasSize(1);
    assertThat(consul.del(key, consul.get(key).orElseThrow().modifyIndex())).isTrue();
    assertThat(consul.get(key)).isEmpty();
    consul.set(key, "v");
    assertThat(consul.del(key)).isTrue();
    assertThat(consul.list("")).isEmpty();
  }

  /** 1.8 takes it; whether newer agents refuse it with 400 or 500, it is the key that is wrong. */
  @Test
  void aKeyThatNewerAgentsRefuseIsInvalidThere() {
    if (agent.isNewer()) {
      invalid(() -> consul.set("%2e%2e", "v"));
      invalid(() -> consul.get("%2e%2e"));
      invalid(() -> consul.del("%2e%2e"));
    } else {
      unusualKeysRoundTrip("%2e%2e");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/a",
        "/",
        ".",
        "..",
        "a/../b",
        "a/./b",
        "../a",
        "a/..",
        "a//b",
        "a/b//",
        "a\nb",
        "a\u0000b",
        "half\ud800"
      })
  void keysThatWouldLeadElsewhereAreRefused(String key) {
    consul.set("a", "old");
    consul.set("b", "old");
    invalid(() -> consul.set(key, "new"));
    invalid(() -> consul.set(key, new byte[1]));
    invalid(() -> consul.get(key));
    invalid(() -> consul.del(key));
    invalid(() -> consul.del(key, true, null));
    invalid(() -> consul.del(key, 1));
    if (!key.isEmpty()) {
      invalid(() -> consul.list(key));
    }
    assertThat(consul.list("")).extracting(KeyValue::text).containsExactly("old", "old");
  }

  @Test
  @SuppressWarnings("NullAway") // apps can pass null
  void nullsAreRefused() {
    invalid(() -> consul.set(null, "v"));
    invalid(() -> consul.set("k", (String) null));
    invalid(() -> consul.set("k", (byte[]) null));
    invalid(() -> consul.get(null));
    invalid(() -> consul.list(null));
    invalid(() -> consul.service(null));
    invalid(() -> consul.sessionDestroy(null));
  }

  @Test
  void textThatIsNoUnicodeIsRefused() {
    invalid(() -> consul.set("k", "half\ud800"));
  }

  @Test
  void checkAndSet() {
    assertThat(consul.set("k", "1", null, 0L, null, null)).isTrue();
    assertThat(consul.set("k", "2", null, 0L, null, null)).isFalse();
    long index = consul.get("k").orElseThrow().modifyIndex();
    assertThat(consul.set("k", "3", null, index + 1000, null, null)).isFalse();
    assertThat(consul.set("k", "4".getBytes(StandardCharsets.UTF_8), null, index, null, null))
        .isTrue();
    assertThat(consul.get("k").orElseThrow().text()).isEqualTo("4");
  }

  @Test
  void checkAndDelete() {
    consul.set("k", "1");
    long index = consul.get("k").orElseThrow().modifyIndex();
    consul.set("k", "2");
    assertThat(consul.del("k", index)).isFalse();
    assertThat(consul.get("k")).isPresent();
    assertThat(consul.del("k", consul.get("k").orElseThrow().modifyIndex())).isTrue();
    assertThat(consul.del("k", index)).isTrue();
    invalid(() -> consul.del("k", 0));
    invalid(() -> consul.del("k", -1));
  }

  @Test
  void deletingOneKeyLeavesTheSubtree() {
    consul.set("tree", "v");
    consul.set("tree/leaf", "v");
    assertThat(consul.del("tree", false, null)).isTrue();
    assertThat(consul.list("")).extracting(KeyValue::key).containsExactly("tree/leaf");
    assertThat(consul.del("tree", false, "dc1")).isTrue();
    assertThat(consul.del("tree", true, null)).isTrue();
    assertThat(consul.list("")).isEmpty();
  }

  @Test
  void deletingEverythingIsRefused() {
    consul.set("k", "v");
    invalid(() -> consul.del("", true, null));
    invalid(() -> consul.del("", false, null));
    assertThat(consul.get("k")).isPresent();
  }

  @Test
  void locksAndFences() {
    String mine = consul.sessionCreate(Duration.ZERO, "mine", null, List.of());
    String other = consul.sessionCreate(Duration.ZERO, "other", null, List.of());
    assertThat(consul.set("lock", "a", null, null, mine, null)).isTrue();
    assertThat(consul.set("lock", "b", null, null, other, null)).isFalse();
    assertThat(consul.set("lock", "b", null, null, null, other)).isFalse();
    KeyValue held = consul.get("lock").orElseThrow();
    assertThat(held.session()).isEqualTo(mine);
    assertThat(held.lockIndex()).isEqualTo(1);
    assertThat(consul.set("lock", "c", null, null, null, mine)).isTrue();
    assertThat(consul.set("lock", "d", null, null, other, null)).isTrue();
    assertThat(consul.get("lock").orElseThrow().lockIndex()).isEqualTo(2);
  }

  @Test
  void atMostOneCondition() {
    invalid(() -> consul.set("k", "v", null, 0L, "s", null));
    invalid(() -> consul.set("k", "v", null, null, "s", "s"));
    invalid(() -> consul.set("k", "v", null, 0L, null, "s"));
  }

  @Test
  void sessionsThatAreGoneContradict() {
    String gone = UUID.randomUUID().toString();
    ConsulException failure = failure(() -> consul.set("k", "v", null, null, gone, null));
    assertThat(failure.kind()).isEqualTo(Kind.CONFLICT);
    assertThat(failure.applied()).isEqualTo(Applied.NO);
    assertThat(consul.sessionInfo(gone, null)).isEmpty();
    assertThat(consul.sessionDestroy(gone)).isTrue();
    invalid(() -> consul.sessionDestroy("no-session-id"));
    invalid(() -> consul.sessionInfo("no-session-id", null));
  }

  @Test
  void valuesThatAreTooLargeAreRefused() {
    invalid(() -> consul.set("big", new byte[600_000]));
    assertThat(consul.get("big")).isEmpty();
  }

  @Test
  void unknownDatacentersAreRefused() {
    invalid(() -> consul.services("nowhere"));
    invalid(() -> consul.service(null, "consul", "nowhere"));
    invalid(() -> consul.get("k", "nowhere"));
    invalid(() -> consul.set("k", "v", "nowhere", null, null, null));
    invalid(() -> consul.del("k", false, "nowhere"));
    invalid(() -> consul.sessionInfo(UUID.randomUUID().toString(), "nowhere"));
    invalid(() -> consul.sessionNode(agent.node(), "nowhere"));
    invalid(() -> consul.sessionList("nowhere"));
  }

  @Test
  void largeFlagsCanBeRead() {
    agent.put("/v1/kv/flags?flags=18446744073709551615", "v");
    assertThat(consul.get("flags").orElseThrow().flags()).isEqualTo(-1);
    assertThat(consul.list("fl")).hasSize(1);
  }

  @Test
  void listsInOrder() {
    for (String key : List.of("l/b", "l/a", "m", "l/c/d")) {
      consul.set(key, key);
    }
    assertThat(consul.list("l/")).extracting(KeyValue::key).containsExactly("l/a", "l/b", "l/c/d");
    assertThat(consul.list("")).hasSize(4);
    assertThat(consul.list("")).isUnmodifiable();
  }

  @Test
  void sessionsCarryWhatTheyWereMadeWith() {
    String plain = consul.sessionCreate(null, null, null, null);
    Session session = consul.sessionInfo(plain, null).orElseThrow();
    assertThat(session.name()).isEmpty();
    assertThat(session.node()).isEqualTo(agent.node());
    assertThat(session.lockDelay()).isEqualTo(Duration.ofSeconds(15));
    assertThat(session.behavior()).isEqualTo("release");
    assertThat(session.ttl()).isNull();
    assertThat(session.checks()).containsExactly("serfHealth");
    assertThat(session.createIndex()).isPositive();

    String full = consul.sessionCreate(Duration.ofMillis(1500), "né", agent.node(), List.of());
    Session other = consul.sessionInfo(full, "dc1").orElseThrow();
    assertThat(other.name()).isEqualTo("né");
    assertThat(other.lockDelay()).isEqualTo(Duration.ofMillis(1500));
    assertThat(other.checks()).isEmpty();

    assertThat(consul.sessionList(null)).contains(session, other).isUnmodifiable();
    assertThat(consul.sessionNode(agent.node(), "dc1")).contains(session, other);
    assertThat(consul.sessionNode(agent.node(), null)).contains(session, other);
    assertThat(consul.sessionNode("no-node", null)).isEmpty();
    assertThat(consul.sessionDestroy(full)).isTrue();
    assertThat(consul.sessionInfo(full, null)).isEmpty();
  }

  @Test
  void aSessionsTtlIsRead() {
    String made = agent.put("/v1/session/create", "{\"TTL\":\"1m30s\"}");
    String id = made.replaceAll("(?s).*\"ID\": \"([^\"]*)\".*", "$1");
    assertThat(consul.sessionInfo(id, null).orElseThrow().ttl()).isEqualTo(Duration.ofSeconds(90));
    agent.put("/v1/session/destroy/" + id, "");
  }

  @Test
  void sessionsThatCannotBe() {
    invalid(() -> consul.sessionCreate(Duration.ofSeconds(61), null, null, null));
    invalid(() -> consul.sessionCreate(Duration.ofSeconds(-1), null, null, null));
    assertThat(failure(() -> consul.sessionCreate(null, null, "no-node", null)).kind())
        .isEqualTo(Kind.CONFLICT);
    assertThat(failure(() -> consul.sessionCreate(null, null, null, List.of("nope"))).kind())
        .isEqualTo(Kind.CONFLICT);
  }

  @Test
  void closingDestroysTheSessionsThatAreLeft() {
    AppConsul other = bridge.appConsul("going");
    String kept = other.sessionCreate(null, null, null, null);
    String destroyed = other.sessionCreate(null, null, null, null);
    other.sessionDestroy(destroyed);
    other.close();
    other.close();
    assertThat(consul.sessionInfo(kept, null)).isEmpty();
    assertThatThrownBy(() -> other.get("k"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("going");
    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            other::services,
            () -> other.service("s"),
            () -> other.healthy("s"),
            () -> other.set("k", "v"),
            () -> other.set("k", new byte[0]),
            () -> other.list(""),
            () -> other.del("k"),
            () -> other.del("k", 1),
            () -> other.sessionCreate(null, null, null, null),
            () -> other.sessionDestroy("s"),
            () -> other.sessionInfo("s", null),
            () -> other.sessionNode("n", null),
            () -> other.sessionList(null))) {
      assertThatThrownBy(call).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void servicesWithTheirTags() {
    registerService("{\"ID\":\"t1\",\"Name\":\"tagged\",\"Tags\":[\"b\",\"a\"]}");
    registerService("{\"ID\":\"t2\",\"Name\":\"tagged\",\"Tags\":[\"c\"]}");
    Await.until("both are in the catalog", () -> consul.service("tagged").size() == 2);
    Map<String, Set<String>> services = consul.services();
    assertThat(services.get("tagged")).containsExactly("a", "b", "c");
    assertThat(services.get("consul")).isEmpty();
    assertThat(consul.services("dc1")).isEqualTo(services);
    assertThat(consul.services(null)).isEqualTo(services);
    assertThat(services).isUnmodifiable();
    assertThat(services.get("tagged")).isUnmodifiable();
    assertThat(consul.service("c", "tagged", null))
        .extracting(ServiceInstance::id)
        .containsExactly("t2");
    assertThat(consul.service("tagged").get(0).tags()).containsExactly("b", "a");
    assertThat(consul.service("nobody")).isEmpty();
    assertThat(consul.healthy("nobody")).isEmpty();
  }

  @Test
  void instancesWithTheirHealth() {
    registerService(
        "{\"ID\":\"h1\",\"Name\":\"ill\",\"Address\":\"10.1.2.3\",\"Port\":80,\"Meta\":{\"k\":\"v\"},"
            + "\"Checks\":[{\"CheckID\":\"w\",\"TTL\":\"60s\",\"Status\":\"passing\"},"
            + "{\"CheckID\":\"c\",\"TTL\":\"60s\",\"Status\":\"passing\"}]}");
    agent.put("/v1/agent/check/warn/w?note=so-so", "");
    Await.until(
        "the note is in the catalog",
        () -> consul.service("ill").get(0).health().equals(Health.warning("so-so")));
    assertThat(consul.service("ill"))
        .containsExactly(
            new ServiceInstance(
                "h1",
                "ill",
                agent.node(),
                "dc1",
                "10.1.2.3",
                80,
                Set.of(),
                Map.of("k", "v"),
                Health.warning("so-so")));
    assertThat(consul.healthy("ill")).isEmpty();
    agent.put("/v1/agent/check/fail/c?note=broken", "");
    Await.until(
        "the worst counts",
        () -> consul.service("ill").get(0).health().equals(Health.critical("broken")));
  }

  @Test
  void maintenanceIsCritical() {
    registerService("{\"ID\":\"m1\",\"Name\":\"maintained\"}");
    Await.until("it is in the catalog", () -> consul.healthy("maintained").size() == 1);
    assertThat(consul.service("maintained").get(0).address()).isEqualTo("127.0.0.1");
    assertThat(consul.service("maintained").get(0).port()).isZero();
    agent.put("/v1/agent/service/maintenance/m1?enable=true&reason=upgrade", "");
    Await.until("it is not healthy", () -> consul.healthy("maintained").isEmpty());
    assertThat(consul.service("maintained").get(0).health()).isEqualTo(Health.critical("upgrade"));
  }

  @Test
  void servicesFromOutsideCanBeRead() {
    agent.put(
        "/v1/catalog/register",
        "{\"Node\":\"outside\",\"Address\":\"192.0.2.1\",\"Service\":{\"Service\":\"bare\"}}");
    assertThat(consul.service("bare"))
        .containsExactly(
            new ServiceInstance(
                "bare",
                "bare",
                "outside",
                "dc1",
                "192.0.2.1",
                0,
                Set.of(),
                Map.of(),
                Health.passing()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "..", "a/../b", "a//b", "/a"})
  void serviceNamesThatWouldLeadElsewhereAreRefused(String name) {
    invalid(() -> consul.service(name));
    invalid(() -> consul.healthy(name));
    invalid(() -> consul.sessionNode(name, null));
    invalid(() -> consul.sessionInfo(name, null));
  }
}
