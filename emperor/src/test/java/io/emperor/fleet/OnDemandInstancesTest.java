package io.emperor.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.emperor.consul.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Instances that rest, over two emperors and a real Consul. */
@Tag("cluster")
@Timeout(120)
class OnDemandInstancesTest {

  @TempDir Path directory;

  private final HttpClient http = HttpClient.newHttpClient();
  private FleetRig fleet;

  @BeforeEach
  void start() throws IOException {
    fleet = FleetRig.overConsul(directory);
    fleet.add("a");
    fleet.add("b");
    fleet.drop(
        "shop.yaml",
        """
        instances: 2
        on-demand: true
        consul-check-ttl: 1s
        command: [sh, -c, 'exec python3 -m http.server --bind 127.0.0.1 $PORT']
        """,
        "a",
        "b");
    fleet.awaitPassing("shop", 2);
  }

  @AfterEach
  void stop() {
    fleet.close();
  }

  private List<String> states() throws Exception {
    return fleet.vassal("shop").slots().stream().map(VassalInFleet.Slot::state).sorted().toList();
  }

  private String get(String uri) throws Exception {
    return http.send(
            HttpRequest.newBuilder(URI.create(uri)).timeout(Duration.ofSeconds(30)).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  /** The ports of the service's instances that Consul calls passing and knows to be on demand. */
  private List<Integer> ports() throws Exception {
    List<Integer> ports = new ArrayList<>();
    String passing = get("http://" + fleet.agent() + "/v1/health/service/shop?passing");
    for (JsonNode entry : new ObjectMapper().readTree(passing)) {
      if (entry.at("/Service/Meta/on-demand").asText().equals("true")) {
        ports.add(entry.at("/Service/Port").asInt());
      }
    }
    return ports;
  }

  @Test
  void eachRestsInItsSlotAndIsStartedAlone() throws Exception {
    assertThat(states()).containsExactly("resting", "resting");
    Await.within(FleetRig.LIMIT, "both are passing", () -> ports().size() == 2);
    Await.holdsFor(Duration.ofSeconds(3), "both are passing", () -> ports().size() == 2);

    assertThat(get("http://127.0.0.1:" + ports().get(0) + "/")).contains("shop.yaml");

    Await.within(FleetRig.LIMIT, "one runs", () -> states().equals(List.of("resting", "running")));
    assertThat(ports()).hasSize(2);
  }

  @Test
  void anotherEmperorTakesOverWhatRests() throws Exception {
    fleet.stop("a");

    Await.within(
        FleetRig.LIMIT, "both on the other", () -> fleet.passing("shop").getOrDefault("b", 0) == 2);
    assertThat(states()).containsExactly("resting", "resting");
    Await.within(FleetRig.LIMIT, "both are passing", () -> ports().size() == 2);
    assertThat(get("http://127.0.0.1:" + ports().get(0) + "/")).contains("shop.yaml");
  }
}
