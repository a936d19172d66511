package io.emperor.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.emperor.consul.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Three emperors of one fleet, each with a directory of its own, and what they say of it. */
final class ThreeEmperors implements AutoCloseable {

  static final List<String> NAMES = List.of("east", "north", "west");

  private static final ObjectMapper JSON = new ObjectMapper();

  /** With room for a machine that has other things to do. */
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final Path directory;
  private final UnaryOperator<String> agents;
  private final Map<String, EmperorProcess> running = new HashMap<>();

  private ThreeEmperors(Path directory, UnaryOperator<String> agents) {
    this.directory = directory;
    this.agents = agents;
  }

  /**
   * Starts them.
   *
   * @param agents the address of each one's agent
   */
  static ThreeEmperors start(Path directory, UnaryOperator<String> agents) {
    ThreeEmperors emperors = new ThreeEmperors(directory, agents);
    NAMES.forEach(emperors::start);
    return emperors;
  }

  /** Starts one, anew if it was killed. */
  void start(String name) {
    try {
      Path vassals = Files.createDirectories(directory.resolve(name));
      running.put(
          name,
          EmperorProcess.start(
              directory.resolve(name + "-data"),
              "--consul-agent",
              agents.apply(name),
              "--vassals",
              vassals.toString(),
              "--name",
              name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  EmperorProcess at(String name) {
    return Objects.requireNonNull(running.get(name), name);
  }

  /** Drops a file with all of them, one after another. */
  void drop(byte[] content, String file) {
    for (String name : NAMES) {
      Path unused = AppJar.drop(content, directory.resolve(name).resolve(file));
    }
  }

  /** Asks an emperor to do something with the fleet. */
  void post(String by, String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(Http.uri(port(by), path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.noBody());
    int status = Http.send(request).statusCode();
    if (status / 100 != 2) {
      throw new AssertionError(path + ": " + status);
    }
  }

  JsonNode get(String by, String path) {
    try {
      return JSON.readTree(Http.get(port(by), path).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int port(String name) {
    String line = at(name).line("dashboard and API at http://");
    return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1).strip());
  }

  /** The slots of a vassal, as an emperor sees them. */
  JsonNode slots(String by, String vassal) {
    for (JsonNode found : get(by, "/v1/fleet").path("vassals")) {
      if (found.path("name").asText().equals(vassal)) {
        return found.path("slots");
      }
    }
    return JSON.createArrayNode();
  }

  /** How many slots of a vassal with a passing instance each emperor has. */
  Map<String, Integer> passing(String by, String vassal) {
    Map<String, Integer> counts = new TreeMap<>();
    for (JsonNode slot : slots(by, vassal)) {
      if (slot.path("passing").asBoolean()) {
        counts.merge(slot.path("emperor").asText(), 1, Integer::sum);
      }
    }
    return counts;
  }

  static int total(Map<String, Integer> counts) {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** How many instances an emperor runs, whether it owns their slots or not. */
  int instances(String by, String vassal) {
    int found = 0;
    for (JsonNode status : get(by, "/v1/vassals")) {
      found += status.path("name").asText().startsWith(vassal + "@") ? 1 : 0;
    }
    return found;
  }

  /** Waits until so many slots have a passing instance and no others have an owner. */
  void awaitPassing(String by, String vassal, int wanted) {
    Await.within(
        LIMIT,
        wanted + " of " + vassal,
        () -> total(passing(by, vassal)) == wanted && slots(by, vassal).size() == wanted);
  }

  @Override
  public void close() {
    running.values().forEach(EmperorProcess::close);
  }
}
