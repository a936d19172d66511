package io.emperor.test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.emperor.consul.Await;
import io.emperor.consul.ClusterAgent;
import io.emperor.consul.ConsulCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Five instances on three emperors, each with an agent of its own, that go and come back. */
class FleetMovesTest {

  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final int INSTANCES = 5;

  @TempDir Path directory;

  private ConsulCluster cluster;
  private ThreeEmperors emperors;

  @BeforeEach
  void start() {
    cluster = ConsulCluster.start();
    emperors = ThreeEmperors.start(directory, name -> agent(name).httpAddress());
  }

  private ClusterAgent agent(String emperor) {
    return cluster.agents().get(ThreeEmperors.NAMES.indexOf(emperor));
  }

  @AfterEach
  void stop() {
    emperors.close();
    cluster.close();
  }

  private void drop(String more) {
    String text = "command: sleep 600\ncheck-tcp: none\ninstances: " + INSTANCES + "\n" + more;
    emperors.drop(text.getBytes(UTF_8), "shop.yaml");
    emperors.awaitPassing("east", "shop", INSTANCES);
  }

  /** Of Consul's catalog, as a client sees it. */
  private int inConsul() {
    return new ConsulView(agent("east").httpAddress())
        .get("/v1/health/service/shop?passing")
        .size();
  }

  @Test
  void anEmperorThatIsBackGetsOneAfterAnotherAndAllGoOn() {
    drop("rebalance: on-join\n");
    emperors.at("west").kill();
    Await.within(
        LIMIT,
        "five on two",
        () ->
            ThreeEmperors.total(emperors.passing("east", "shop")) == INSTANCES
                && !emperors.passing("east", "shop").containsKey("west")
                && inConsul() == INSTANCES);

    long begun = System.nanoTime();
    emperors.start("west");

    List<Set<Integer>> owned = new ArrayList<>(List.of(Set.of()));
    int[] fewest = {INSTANCES};
    Await.within(
        LIMIT,
        "west has some, and all are passing",
        () -> {
          fewest[0] = Math.min(fewest[0], inConsul());
          Set<Integer> now = ownedBy("west");
          if (!now.equals(owned.get(owned.size() - 1))) {
            owned.add(now);
          }
          Map<String, Integer> passing = emperors.passing("east", "shop");
          return ThreeEmperors.total(passing) == INSTANCES
              && passing.values().stream().allMatch(count -> count <= 2);
        });
    System.out.printf("back in balance after %s: west had %s%n", since(begun), owned);
    assertThat(fewest[0]).isEqualTo(INSTANCES);
    for (int i = 1; i < owned.size(); i++) {
      Set<Integer> more = new HashSet<>(owned.get(i));
      more.removeAll(owned.get(i - 1));
      assertThat(more).hasSize(1);
    }
  }

  private Set<Integer> ownedBy(String emperor) {
    Set<Integer> owned = new HashSet<>();
    for (JsonNode slot : emperors.slots("east", "shop")) {
      if (slot.path("emperor").asText().equals(emperor)) {
        owned.add(slot.path("slot").asInt());
      }
    }
    return owned;
  }

  @Test
  void whatIsCutOffRunsOnAndThereAreFiveAgainOnceItIsBack() throws Exception {
    drop("");
    int cutOff = emperors.instances("west", "shop");
    assertThat(cutOff).isPositive();

    agent("west").pause();
    Await.within(
        LIMIT,
        "five without west",
        () ->
            ThreeEmperors.total(emperors.passing("east", "shop")) == INSTANCES
                && !emperors.passing("east", "shop").containsKey("west"));
    assertThat(emperors.instances("west", "shop")).isEqualTo(cutOff);

    long healed = System.nanoTime();
    agent("west").resume();

    Await.within(LIMIT, "five run", () -> running() == INSTANCES && inConsul() == INSTANCES);
    System.out.printf("five again %s after the partition had healed%n", since(healed));
    Await.holdsFor(Duration.ofSeconds(3), "five run", () -> running() == INSTANCES);
  }

  private int running() {
    return ThreeEmperors.NAMES.stream().mapToInt(name -> emperors.instances(name, "shop")).sum();
  }

  private static Duration since(long begun) {
    return Duration.ofMillis((System.nanoTime() - begun) / 1_000_000);
  }
}
