package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.emperor.consul.Await;
import io.emperor.consul.ConsulAgentProcess;
import io.emperor.test.apps.Placed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Three emperors that are killed, paused and stopped while they run instances. */
class FleetInstancesTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> NAMES = List.of("east", "north", "west");

  /** With room for a machine that has other things to do. */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir Path directory;

  private ConsulAgentProcess agent;
  private final Map<String, EmperorProcess> emperors = new HashMap<>();

  @BeforeEach
  void start() throws IOException {
    agent = ConsulAgentProcess.start();
    for (String name : NAMES) {
      emperors.put(name, emperor(name));
    }
  }

  private EmperorProcess emperor(String name, String... more) throws IOException {
    Path vassals = Files.createDirectories(directory.resolve(name));
    List<String> words =
        new ArrayList<>(
            List.of(
                "--consul-agent",
                agent.httpAddress(),
                "--vassals",
                vassals.toString(),
                "--name",
                name));
    words.addAll(List.of(more));
    return EmperorProcess.start(
        directory.resolve(name + "-data"), Map.of(), words.toArray(String[]::new));
  }

  @AfterEach
  void stop() {
    emperors.values().forEach(EmperorProcess::close);
    agent.close();
  }

  private void drop(String file, String text) throws IOException {
    for (String name : NAMES) {
      Path unused = AppJar.drop(text, directory.resolve(name).resolve(file));
    }
  }

  private EmperorProcess at(String name) {
    return Objects.requireNonNull(emperors.get(name), name);
  }

  private int port(String name) {
    String line = at(name).line("dashboard and API at http://");
    return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1).strip());
  }

  private JsonNode slots(String by, String vassal) throws IOException {
    JsonNode fleet = JSON.readTree(Http.get(port(by), "/v1/fleet").body());
    for (JsonNode found : fleet.path("vassals")) {
      if (found.path("name").asText().equals(vassal)) {
        return found.path("slots");
      }
    }
    return JSON.createArrayNode();
  }

  private Map<String, Integer> passing(String by, String vassal) throws IOException {
    Map<String, Integer> counts = new HashMap<>();
    for (JsonNode slot : slots(by, vassal)) {
      if (slot.path("passing").asBoolean()) {
        counts.merge(slot.path("emperor").asText(), 1, Integer::sum);
      }
    }
    return counts;
  }

  private static int total(Map<String, Integer> counts) {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  private static String other(String name) {
    return NAMES.stream().filter(each -> !each.equals(name)).findFirst().orElseThrow();
  }

  /** Writes its fence again and again: what two would write at one time is out of order. */
  private String writing(Path log) {
    return """
        command: ["sh", "-c", "while :; do echo $EMPEROR_FENCE >> %s; sleep 0.02; done"]
        check-tcp: none
        singleton: true
        """
        .formatted(log);
  }

  private static void assertInOrder(Path log) throws IOException {
    assertThat(Files.readAllLines(log))
        .isSortedAccordingTo(Comparator.comparingLong(Long::parseLong));
  }

  private static long last(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log);
    return lines.isEmpty() ? 0 : Long.parseLong(lines.get(lines.size() - 1));
  }

  private String owner(Path log) {
    Await.within(LIMIT, "it writes", () -> Files.exists(log) && last(log) > 0);
    List<String> owners = new ArrayList<>();
    Await.within(
        LIMIT,
        "it is passing",
        () -> {
          owners.clear();
          owners.addAll(passing("east", "job").keySet());
          return owners.size() == 1;
        });
    return owners.get(0);
  }

  @Test
  void aSingletonOfAnEmperorThatIsKilledGoesOnElsewhere() throws Exception {
    Path log = directory.resolve("log");
    drop("job.yaml", writing(log));
    String first = owner(log);
    long fence = last(log);

    at(first).kill();

    Await.within(LIMIT, "another writes", () -> last(log) > fence);
    assertInOrder(log);
    Await.within(LIMIT, "it is passing", () -> total(passing(other(first), "job")) == 1);
  }

  @Test
  void aSingletonOfAnEmperorThatIsPausedIsSilentAndNeverSpeaksAgain() throws Exception {
    Path log = directory.resolve("log");
    drop("job.yaml", writing(log));
    String first = owner(log);
    long fence = last(log);

    at(first).signal("STOP");
    Await.within(LIMIT, "another writes", () -> last(log) > fence);
    at(first).signal("CONT");

    at(first).line("job@0: gone");
    Await.holdsFor(Duration.ofSeconds(1), "the first is silent", () -> last(log) > fence);
    assertInOrder(log);
  }

  @Test
  void anAppThatIsKilledAloneComesBackWhereItWas() throws Exception {
    Path log = directory.resolve("log");
    drop("job.yaml", writing(log));
    String first = owner(log);
    JsonNode before = vassal(first, "job@0");

    assertThat(ProcessHandle.of(before.path("pid").asLong()).orElseThrow().destroyForcibly())
        .isTrue();

    Await.within(
        LIMIT,
        "it runs again",
        () -> {
          JsonNode now = vassal(first, "job@0");
          return now.path("state").asText().equals("running")
              && now.path("pid").asLong() != before.path("pid").asLong();
        });
    Await.within(
        LIMIT,
        "it is passing where it was",
        () -> passing(other(first), "job").equals(Map.of(first, 1)));
  }

  private JsonNode vassal(String emperor, String name) throws IOException {
    return JSON.readTree(Http.get(port(emperor), "/v1/vassals/" + name).body());
  }

  @Test
  void fiveInstancesOutliveAnEmperorAndStayWhereTheyAreWhenItIsBack() throws Exception {
    drop("shop.yaml", "command: sleep 600\ncheck-tcp: none\ninstances: 5\n");
    Await.within(LIMIT, "five", () -> total(passing("east", "shop")) == 5);
    assertThat(passing("east", "shop").values()).containsExactlyInAnyOrder(2, 2, 1);

    at("west").kill();
    Await.within(
        LIMIT,
        "five on two",
        () -> {
          Map<String, Integer> now = passing("east", "shop");
          return total(now) == 5 && !now.containsKey("west");
        });
    Map<String, Integer> moved = passing("east", "shop");
    assertThat(moved.values()).allMatch(count -> count <= 3);

    emperors.put("west", emperor("west"));
    at("west").line("dashboard and API");
    Await.holdsFor(
        Duration.ofSeconds(3), "nothing moves", () -> passing("east", "shop").equals(moved));
  }

  @ParameterizedTest
  @ValueSource(strings = {"shared", "process"})
  void anAppKnowsItsSlotAndWritesWithTheLeaseOnIt(String isolation) throws Exception {
    for (String name : NAMES) {
      Path vassals = directory.resolve(name);
      Path unused =
          AppJar.drop(
              "instances: 2\nisolation: " + isolation + "\n", vassals.resolve("placed.yaml"));
      Path unusedToo = AppJar.providing(Placed.class).dropInto(vassals, "placed");
    }
    Await.within(LIMIT, "two", () -> total(passing("east", "placed")) == 2);

    for (JsonNode slot : slots("east", "placed")) {
      String instance = slot.path("name").asText();
      int port = vassal(slot.path("emperor").asText(), instance).path("port").asInt();
      String fence = slot.path("fence").asText();
      assertThat(Http.get(port, "/").body().strip())
          .isEqualTo(
              String.join(
                  " ", "placed", instance, slot.path("slot").asText(), fence, "true", "true"));
      assertThat(agent.get("/v1/kv/placed/" + instance + "?raw")).isEqualTo(fence);
    }
  }

  @Test
  void anEmperorThatDrainsOnStopHasHandedOverWhatItRuns() throws Exception {
    at("west").close();
    emperors.put("west", emperor("west", "--drain-on-stop"));
    drop("shop.yaml", "command: sleep 600\ncheck-tcp: none\ninstances: 3\n");
    Await.within(LIMIT, "three", () -> total(passing("east", "shop")) == 3);
    assertThat(passing("east", "shop")).containsKey("west");

    at("west").signal("TERM");

    AtomicInteger fewest = new AtomicInteger(3);
    Await.within(
        LIMIT,
        "three on two",
        () -> {
          Map<String, Integer> now = passing("east", "shop");
          int unused = fewest.accumulateAndGet(total(now), Math::min);
          return total(now) == 3 && !now.containsKey("west");
        });
    // While one goes from here to there its slot's owner has not yet said that it is passing.
    assertThat(fewest.get()).isGreaterThanOrEqualTo(2);
    at("west").line("hands over its instances");
  }
}
