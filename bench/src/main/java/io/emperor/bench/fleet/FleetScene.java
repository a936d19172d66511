package io.emperor.bench.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.emperor.bench.AdminEndpoint;
import io.emperor.bench.BenchPaths;
import io.emperor.bench.peer.Directory;
import io.emperor.bench.peer.Launched;
import io.emperor.consul.Await;
import io.emperor.consul.ClusterAgent;
import io.emperor.consul.ConsulCluster;
import io.emperor.consul.FreePort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A real Consul of three servers and three client agents, and emperors of one fleet that share
 * these agents. Not thread-safe.
 */
public final class FleetScene implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofMinutes(4);

  private final ConsulCluster cluster = ConsulCluster.start();
  private final BenchPaths paths;
  private final Path work;
  private final List<String> names;
  private final Map<String, Launched> running = new TreeMap<>();
  private final Map<String, AdminEndpoint> admins = new TreeMap<>();

  private FleetScene(BenchPaths paths, int emperors) {
    this.paths = paths;
    this.work = paths.scratch();
    this.names = IntStream.range(0, emperors).mapToObj(number -> "emperor-" + number).toList();
  }

  /** Starts so many emperors, which are alive for one another when this returns. */
  public static FleetScene start(BenchPaths paths, int emperors) {
    FleetScene scene = new FleetScene(paths, emperors);
    try {
      scene.names.forEach(scene::start);
      return scene;
    } catch (RuntimeException | Error e) {
      scene.close();
      throw e;
    }
  }

  /** Starts an emperor, anew if it was killed, and waits until it answers. */
  public void start(String name) {
    Path vassals = Directory.made(work.resolve(name));
    AdminEndpoint admin = new AdminEndpoint(FreePort.find());
    List<String> command =
        List.of(
            paths.distribution().resolve("bin/emperor").toString(),
            "--consul-agent",
            agent(name).httpAddress(),
            "--vassals",
            vassals.toString(),
            "--name",
            name,
            "--data-dir",
            work.resolve(name + "-data").toString(),
            "--admin",
            "127.0.0.1:" + admin.port());
    running.put(name, Launched.start(command, Map.of(), work.resolve(name + ".log")));
    admins.put(name, admin);
    Await.within(LIMIT, name + " answers", () -> !admin.get("/healthz").isEmpty());
  }

  /** The names of all emperors. */
  public List<String> names() {
    return names;
  }

  /** Three servers and three client agents. */
  public ConsulCluster cluster() {
    return cluster;
  }

  /** The agent that an emperor talks to. */
  public ClusterAgent agent(String emperor) {
    List<ClusterAgent> agents = cluster.agents();
    return agents.get(names.indexOf(emperor) % agents.size());
  }

  /** Starts an agent that was killed, and waits until its cluster has it back. */
  public void revive(ClusterAgent agent) {
    agent.restart();
    Await.within(
        LIMIT,
        agent.name() + " is back",
        () ->
            agent.get("/v1/status/leader").length() > 2
                && json(agent.get("/v1/health/node/" + agent.name()))
                    .findValuesAsText("Status")
                    .contains("passing"));
  }

  /** Kills an emperor, as the kernel would that has no memory left. */
  public void kill(String emperor) {
    boolean unused =
        Objects.requireNonNull(running.get(emperor), emperor).handle().destroyForcibly();
  }

  /** Gives an emperor a file in one rename. */
  public void drop(String emperor, String file, byte[] content) {
    Path aside = work.resolve(emperor + ".part");
    Path target = work.resolve(emperor).resolve(file);
    Directory.io(() -> Files.write(aside, content));
    Directory.io(() -> Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE));
  }

  /** Takes a file away from an emperor, if it has it. */
  public void remove(String emperor, String file) {
    boolean unused = Directory.io(() -> Files.deleteIfExists(work.resolve(emperor).resolve(file)));
  }

  /** Whose instance of a singleton is passing, by what an emperor that is alive sees. */
  public Optional<String> owner(String by, String vassal) {
    for (JsonNode found :
        json(Objects.requireNonNull(admins.get(by), by).get("/v1/fleet")).path("vassals")) {
      JsonNode slot = found.path("slots").path(0);
      if (found.path("name").asText().equals(vassal) && slot.path("passing").asBoolean()) {
        return Optional.of(slot.path("emperor").asText());
      }
    }
    return Optional.empty();
  }

  /** Waits until exactly so many checks of services with a name that begins so are passing. */
  public void awaitPassing(String prefix, int count) {
    Await.within(LIMIT, count + " passing", () -> passing(prefix) == count);
  }

  private int passing(String prefix) {
    int found = 0;
    for (JsonNode check : json(cluster.a().get("/v1/health/state/passing"))) {
      found += check.path("ServiceName").asText().startsWith(prefix) ? 1 : 0;
    }
    return found;
  }

  /** The passing instances of a service, as one client agent has them. */
  public JsonNode instances(ClusterAgent agent, String service) {
    return json(agent.get("/v1/health/service/" + service + "?passing"));
  }

  /** How many writes the servers have agreed on since they began. */
  public long writes() {
    JsonNode self = json(cluster.leader().get("/v1/agent/self"));
    return self.path("Stats").path("raft").path("applied_index").asLong();
  }

  private static JsonNode json(String text) {
    return Directory.io(() -> JSON.readTree(text));
  }

  @Override
  public void close() {
    running.values().parallelStream().forEach(Launched::close);
    cluster.close();
  }
}
