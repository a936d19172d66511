package io.emperor.inputs;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.api.UserEvent;
import io.emperor.api.Watch;
import io.emperor.consul.Await;
import io.emperor.consul.ConsulAgentProcess;
import io.emperor.consul.ConsulBridge;
import io.emperor.consul.settings.AgentAddress;
import io.emperor.consul.settings.AgentSettings;
import io.emperor.provisioning.update.Carrier;
import io.emperor.provisioning.update.ConfigUpdate;
import io.emperor.provisioning.update.Distribution;
import io.emperor.provisioning.update.UpdateException;
import io.emperor.provisioning.update.UpdateStore;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From keys in a real Consul over its events into files. */
class ConsulDistributionTest {

  /**
   * Each of the files is on the disk before the next is written, which a busy disk takes long for.
   */
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path directory;

  private final ConsulAgentProcess agent = ConsulAgentProcess.start();
  private final ConsulBridge bridge =
      new ConsulBridge(
          AgentSettings.of(AgentAddress.parse(agent.httpAddress())),
          "test",
          false,
          new CompositeMeterRegistry());
  private final ConsulCluster cluster = new ConsulCluster(bridge);
  private final List<String> refused = new CopyOnWriteArrayList<>();
  private final Distribution distribution =
      Distribution.ofConsul(
          cluster,
          "config/",
          Carrier.CONSUL_EVENT,
          update -> {
            String unused =
                bridge.events().publish(ConfigUpdate.EVENT, Carrier.CONSUL_EVENT.payload(update));
          });
  private Watch watch;

  @BeforeEach
  void begin() {
    UpdateStore store = new UpdateStore(directory, product -> true);
    watch = bridge.events().watch(ConfigUpdate.EVENT, event -> take(store, event));
  }

  @AfterEach
  void end() {
    distribution.close();
    watch.close();
    cluster.close();
    bridge.close();
    agent.close();
  }

  private void take(UpdateStore store, UserEvent event) {
    try {
      Object unused = store.take(event.payload());
    } catch (UpdateException | InterruptedException e) {
      refused.add(String.valueOf(e.getMessage()));
    }
  }

  private void put(String path, String value) {
    agent.put("/v1/kv/config/" + path, value);
  }

  /** The names of those that are there, but for what is being written. */
  private Set<String> files() {
    String[] names =
        directory.resolve("shop").toFile().list((folder, name) -> !name.startsWith("."));
    return names == null ? Set.of() : new TreeSet<>(List.of(names));
  }

  private String content(String path) {
    try {
      return Files.readString(directory.resolve(path));
    } catch (IOException e) {
      return "";
    }
  }

  @Test
  void fiftyKeysAndTheirChangesArriveAsFiles() throws Exception {
    distribution.begin();
    put("shop/long", "{\"x\":\"" + "y".repeat(400) + "\"}");
    put("shop/text", "no json");
    for (int i = 0; i < 50; i++) {
      put("shop/k" + i, "{\"is\":" + i + "}");
    }
    Set<String> fifty = new TreeSet<>();
    for (int i = 0; i < 50; i++) {
      fifty.add("k" + i + ".json");
    }
    Await.within(
        SOON,
        "all fifty",
        () -> assertThat(files()).as("but for %s", refused).isEqualTo(fifty) != null);
    for (int i = 0; i < 50; i++) {
      assertThat(content("shop/k" + i + ".json")).endsWith("    \"is\": " + i + "\n}\n");
    }
    String before = content("shop/k7.json");
    put("shop/k7", "{\"is\":\"new\"}");
    Await.within(SOON, "the change", () -> content("shop/k7.json").contains("new"));
    assertThat(version(content("shop/k7.json"))).isGreaterThan(version(before));
    assertThat(refused).isEmpty();
    assertThat(files()).isEqualTo(fifty);
  }

  private static long version(String content) {
    return Long.parseLong(content.replaceFirst("(?s).*\"_version\": (\\d+).*", "$1"));
  }
}
