package io.emperor.test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.emperor.consul.Await;
import io.emperor.consul.ConsulAgentProcess;
import io.emperor.test.apps.Edition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Five instances on three emperors that are drained, updated and scaled while a client asks. */
class FleetUnderLoadTest {

  private static final Duration LIMIT = Duration.ofMinutes(3);

  @TempDir Path directory;

  private ConsulAgentProcess agent;
  private ThreeEmperors emperors;

  @BeforeEach
  void start() {
    agent = ConsulAgentProcess.start();
    emperors = ThreeEmperors.start(directory, name -> agent.httpAddress());
  }

  @AfterEach
  void stop() {
    emperors.close();
    agent.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"shared", "process"})
  void noRequestIsLostWhateverAnOperatorDoes(String isolation) {
    emperors.drop(config(isolation, "first"), "shop.yaml");
    emperors.drop(AppJar.providing(Edition.class).bytes(), "shop.jar");
    emperors.awaitPassing("east", "shop", 5);
    try (FollowingClient client = FollowingClient.of(agent.httpAddress(), "shop")) {
      Await.within(LIMIT, "five are followed", () -> client.passing() == 5);
      int unused = client.fewest();

      emperors.post("east", "/v1/fleet/drain?emperor=west");
      Await.within(LIMIT, "west has none", () -> emperors.instances("west", "shop") == 0);
      emperors.awaitPassing("east", "shop", 5);
      told(client, "drained", 4);
      emperors.post("east", "/v1/fleet/undrain?emperor=west");

      emperors.drop(config(isolation, "second"), "shop.yaml");
      Await.within(LIMIT, "all have the second", () -> serves(client, "second"));
      emperors.awaitPassing("east", "shop", 5);
      told(client, "updated", 4);

      scale(client, 8, 4);
      scale(client, 2, 1);
    }
  }

  private static byte[] config(String isolation, String edition) {
    return """
        instances: 5
        isolation: %s
        settings: {edition: %s}
        """
        .formatted(isolation, edition)
        .getBytes(UTF_8);
  }

  private boolean serves(FollowingClient client, String edition) {
    for (JsonNode slot : emperors.slots("east", "shop")) {
      if (slot.path("outdated").asBoolean() || !slot.path("passing").asBoolean()) {
        return false;
      }
    }
    return client.bodies().equals(List.of(edition));
  }

  private void scale(FollowingClient client, int instances, int atLeast) {
    emperors.post("east", "/v1/fleet/vassals/shop/scale?instances=" + instances);
    emperors.awaitPassing("east", "shop", instances);
    Await.within(LIMIT, "the client follows", () -> client.passing() == instances);
    told(client, "scaled to " + instances, atLeast);
  }

  private static void told(FollowingClient client, String what, int atLeast) {
    int fewest = client.fewest();
    System.out.printf(
        "%s: fewest passing %d, %d answers, %d lost%n",
        what, fewest, client.answers(), client.lost().size());
    assertThat(client.lost()).as(what).isEmpty();
    assertThat(fewest).as(what).isGreaterThanOrEqualTo(atLeast);
  }
}
