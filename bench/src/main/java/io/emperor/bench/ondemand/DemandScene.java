package io.emperor.bench.ondemand;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.emperor.bench.AdminEndpoint;
import io.emperor.bench.BenchPaths;
import io.emperor.bench.peer.Directory;
import io.emperor.bench.peer.Emperor;
import io.emperor.bench.peer.Peer;
import io.emperor.consul.Await;
import io.emperor.consul.FreePort;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;

/** An emperor of its own, whose vassals are configuration files. */
final class DemandScene implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofMinutes(4);

  private final BenchPaths paths;
  private final Path work;
  private final AdminEndpoint admin = new AdminEndpoint(FreePort.find());
  private final Peer.Running emperor;

  /** Over the agent at that host and port. */
  DemandScene(BenchPaths paths, String agent) {
    this.paths = paths;
    work = paths.scratch();
    emperor =
        new Emperor(paths)
            .start(
                work,
                agent,
                List.of(
                    "--admin",
                    "127.0.0.1:" + admin.port(),
                    "--vassal-set",
                    "consul-check-ttl=15s"));
  }

  /** What a file says of the small app, which has servlets. */
  String app(String more) {
    return "app: " + paths.smallVassal() + "\n" + more;
  }

  /** What a file says of the program that takes 0.1 s to start. */
  String program(String more) {
    return "command: [perl, " + SlowProgram.file(paths) + "]\n" + more;
  }

  /** Puts a vassal's file in place. */
  void drop(String name, String file) {
    Path ready = work.resolve("aside").resolve(name);
    Path unused =
        Directory.io(
            () -> {
              Files.writeString(ready, file);
              return Files.move(ready, file(name), StandardCopyOption.ATOMIC_MOVE);
            });
  }

  private Path file(String name) {
    return work.resolve("vassals").resolve(name + ".yaml");
  }

  /** Waits until it is in a state, and nothing is tried any more. */
  JsonNode await(String name, String state) {
    return await(name, state, 0);
  }

  /** Waits until a generation of that number, or a later one, is in a state. */
  JsonNode await(String name, String state, int generation) {
    Await.within(
        LIMIT,
        name + " is " + state,
        () -> {
          JsonNode status = status(name);
          return status.path("state").asText().equals(state)
              && !status.path("trying").asBoolean()
              && status.path("generation").asInt() >= generation;
        });
    return status(name);
  }

  /** As the API tells it; fails if there is no such vassal yet. */
  JsonNode status(String name) {
    return Directory.io(() -> JSON.readTree(admin.get("/v1/vassals/" + name)));
  }

  /** All of them, as the API tells them. */
  JsonNode all() {
    return Directory.io(() -> JSON.readTree(admin.get("/v1/vassals")));
  }

  /** Where it is asked. */
  URI uri(String name) {
    return URI.create("http://127.0.0.1:" + status(name).path("port").asInt() + "/");
  }

  AdminEndpoint admin() {
    return admin;
  }

  ProcessHandle process() {
    return emperor.process();
  }

  @Override
  public void close() {
    emperor.close();
  }
}
