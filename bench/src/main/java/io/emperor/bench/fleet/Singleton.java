package io.emperor.bench.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.emperor.bench.AdminEndpoint;
import io.emperor.bench.BenchPaths;
import io.emperor.bench.peer.Directory;
import io.emperor.consul.Await;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;

/** A vassal that is to run once in a fleet of emperors. */
public final class Singleton implements Standby {

  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final FleetScene scene;
  private final Kind kind;
  private final String name;
  private final Starts starts;

  private Singleton(FleetScene scene, BenchPaths paths, Kind kind) {
    this.scene = scene;
    this.kind = kind;
    this.name = kind == Kind.PROGRAM ? "program" : "jvm";
    this.starts = new Starts(paths.scratch().resolve("starts"));
    for (String emperor : scene.names()) {
      scene.drop(emperor, name + ".yaml", config().getBytes(UTF_8));
      if (kind == Kind.JVM) {
        scene.drop(
            emperor, name + ".jar", Directory.io(() -> Files.readAllBytes(paths.smallVassal())));
      }
    }
    String unused = owner();
  }

  /** Has all emperors get its files, and waits until one runs it. */
  public static Singleton start(FleetScene scene, BenchPaths paths, Kind kind) {
    return new Singleton(scene, paths, kind);
  }

  private String config() {
    return kind == Kind.JVM
        ? "singleton: true\nisolation: process\n"
        : "singleton: true\ncheck-tcp: none\ncommand: [\"%s\"]\n"
            .formatted(String.join("\", \"", starts.command()));
  }

  private String owner() {
    String[] found = new String[1];
    Await.within(
        LIMIT,
        name + " is passing",
        () -> {
          Optional<String> owner = scene.owner(scene.names().get(0), name);
          owner.ifPresent(emperor -> found[0] = emperor);
          return owner.isPresent();
        });
    return found[0];
  }

  @Override
  public Failed failOver(boolean withAgent) {
    String old = owner();
    int before = starts.count();
    long begun = System.nanoTime();
    scene.kill(old);
    if (withAgent) {
      scene.agent(old).kill();
    }
    Await.within(
        LIMIT,
        name + " runs elsewhere",
        () -> kind == Kind.PROGRAM ? starts.count() > before : answersElsewhere(old));
    double seconds = (System.nanoTime() - begun) / 1e9;
    long running = kind == Kind.PROGRAM ? starts.running() : 1;
    if (withAgent) {
      scene.revive(scene.agent(old));
    }
    scene.start(old);
    String unused = owner();
    return new Failed(seconds, running);
  }

  private boolean answersElsewhere(String old) {
    String other = scene.names().stream().filter(each -> !each.equals(old)).findAny().orElseThrow();
    for (JsonNode instance : scene.instances(scene.agent(other), name)) {
      JsonNode service = instance.path("Service");
      if (!service.path("ID").asText().equals(name + "-" + old + "-0")) {
        return answers(service.path("Port").asInt());
      }
    }
    return false;
  }

  private static boolean answers(int port) {
    try {
      return !AdminEndpoint.get(URI.create("http://127.0.0.1:" + port + "/")).isEmpty();
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    scene.names().forEach(emperor -> scene.remove(emperor, name + ".yaml"));
    scene.names().forEach(emperor -> scene.remove(emperor, name + ".jar"));
    starts.killAll();
  }
}
