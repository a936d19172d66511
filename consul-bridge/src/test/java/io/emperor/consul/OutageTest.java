package io.emperor.consul;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.api.KeyValue;
import io.emperor.api.ServiceInstance;
import io.emperor.api.Watch;
import io.emperor.consul.app.AppConsul;
import io.emperor.consul.settings.AgentAddress;
import io.emperor.consul.settings.AgentSettings;
import io.emperor.consul.settings.ConsistencyMode;
import io.emperor.consul.settings.TlsSettings;
import io.emperor.consul.settings.TokenSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What apps read and hear while a real agent is killed, and after it came back with nothing. */
@Tag("agent")
class OutageTest {

  private final ConsulAgentProcess agent = ConsulAgentProcess.start();
  private final MovableClock clock = new MovableClock();
  private final ConsulBridge bridge =
      new ConsulBridge(
          new AgentSettings(
              List.of(AgentAddress.parse(agent.httpAddress())),
              ConsistencyMode.STALE,
              TokenSource.none(),
              TlsSettings.defaults(),
              null),
          "test",
          false,
          Unmetered.by(clock));
  private final AppConsul consul = bridge.appConsul("demo");

  @BeforeEach
  void fill() {
    agent.put("/v1/kv/some/key", "before");
    agent.put(
        "/v1/agent/service/register",
        "{\"Name\":\"web\",\"Tags\":[\"t\"],\"Check\":{\"TTL\":\"10m\",\"Status\":\"passing\"}}");
    agent.put(
        "/v1/agent/service/register",
        "{\"Name\":\"web\",\"ID\":\"ill\",\"Check\":{\"TTL\":\"10m\"}}");
  }

  @AfterEach
  void close() {
    consul.close();
    bridge.close();
    agent.close();
  }

  private void readAll() {
    assertThat(consul.services()).containsKeys("web", "consul").isUnmodifiable();
    live();
    assertThat(consul.service("web")).hasSize(2).isUnmodifiable();
    live();
    assertThat(consul.healthy("web")).extracting(ServiceInstance::id).containsExactly("web");
    live();
    assertThat(consul.healthy("web")).isUnmodifiable();
    assertThat(consul.service("t", "web", "dc1")).hasSize(1);
    live();
    assertThat(consul.get("some/key").map(KeyValue::text)).contains("before");
    live();
    assertThat(consul.list("some/")).hasSize(1).isUnmodifiable();
    live();
  }

  private void live() {
    assertThat(consul.age()).isPositive();
  }

  @Test
  void whatWasKnownIsAnsweredWithItsAgeUntilTheLeaderSaysOtherwise() throws Exception {
    List<String> told = new CopyOnWriteArrayList<>();
    Watch watch = consul.watchKey("some/key", e -> told.add(e.map(KeyValue::text).orElse("none")));
    Await.until(
        "everything is read from views",
        () -> {
          readAll();
          return told.equals(List.of("before"));
        });
    agent.kill();
    Await.holdsFor(
        Duration.ofMillis(500), "the views go on", () -> consul.get("some/key").isPresent());
    clock.move(Duration.ofMinutes(5));
    readAll();
    assertThat(consul.age()).isGreaterThan(Duration.ofMinutes(5));
    assertThat(watch.age()).isGreaterThan(Duration.ofMinutes(5));
    assertThat(told).containsExactly("before");

    agent.restart();
    Await.within(
        Duration.ofSeconds(20),
        "what the new leader says is told",
        () -> told.equals(List.of("before", "none")));
    Await.within(
        Duration.ofSeconds(20),
        "the views follow",
        () ->
            consul.get("some/key").isEmpty()
                && consul.list("some/").isEmpty()
                && consul.healthy("web").isEmpty()
                && !consul.services().containsKey("web"));
    assertThat(consul.age()).isLessThan(Duration.ofSeconds(15));
    assertThat(watch.age()).isLessThan(Duration.ofSeconds(15));
    watch.close();
  }

  @Test
  void anAppReadsItsOwnWrites() {
    for (int i = 0; i < 100; i++) {
      String value = "value " + i;
      consul.set("some/key", value);
      assertThat(consul.get("some/key").map(KeyValue::text)).contains(value);
      assertThat(consul.list("some/")).extracting(KeyValue::text).containsExactly(value);
    }
    Await.until("views answer", () -> consul.get("some/key").isPresent() && !consul.age().isZero());
    consul.del("so", true, null);
    assertThat(consul.get("some/key")).isEmpty();
    assertThat(consul.list("some/")).isEmpty();
  }

  @Test
  void aServiceAndItsHealthyInstancesAreOneQuery() {
    Await.until("views answer", () -> !consul.service("web").isEmpty() && !consul.age().isZero());
    assertThat(consul.healthy("web")).hasSize(1);
    assertThat(consul.age()).isPositive();
  }
}
