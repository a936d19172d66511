package io.emperor.bench.comparison;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.emperor.bench.BenchPaths;
import io.emperor.bench.Comparison;
import io.emperor.bench.Samples;
import io.emperor.bench.figure.Row;
import io.emperor.bench.fleet.FleetScene;
import io.emperor.bench.peer.Directory;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;

/** Many vassals with instances at once, beside as many instances without a fleet. */
public final class FleetDrop implements Comparison {

  private static final int ROUNDS = 5;
  private static final int VASSALS = 100;
  private static final int INSTANCES = 2;
  private static final String NAME = "dropped-";

  private final BenchPaths paths;

  /** With the emperor that was built. */
  public FleetDrop(BenchPaths paths) {
    this.paths = paths;
  }

  @Override
  public String name() {
    return "fleet-drop";
  }

  @Override
  public String title() {
    return "Instances dropped";
  }

  @Override
  public String method() {
    return String.format(
        Locale.ROOT,
        """
        The small vassal %d times with `instances: %d`, dropped on each of three emperors with an agent each, from the first rename \
        until Consul has all %d as passing; beside it the same %d as plain vassals, each dropped on one of the emperors. %d rounds in turn \
        after one to warm up; what was dropped is gone before the next.
        """,
        VASSALS,
        INSTANCES,
        VASSALS * INSTANCES,
        VASSALS * INSTANCES,
        ROUNDS);
  }

  @Override
  public Figures measure() {
    Samples samples = new Samples();
    byte[] app = Directory.io(() -> Files.readAllBytes(paths.smallVassal()));
    try (FleetScene scene = FleetScene.start(paths, 3)) {
      for (int i = -1; i < ROUNDS; i++) {
        Samples round = i < 0 ? new Samples() : samples;
        round.add("ours", instances(scene, app));
        round.add("theirs", plain(scene, app));
      }
    }
    return Figures.of(
        List.of(
            Row.beside(
                "200 instances passing",
                "s",
                samples.of("ours"),
                "plain vassals",
                samples.of("theirs"))));
  }

  private static double instances(FleetScene scene, byte[] app) {
    byte[] config = ("instances: " + INSTANCES + "\n").getBytes(UTF_8);
    long begun = System.nanoTime();
    for (int i = 0; i < VASSALS; i++) {
      for (String emperor : scene.names()) {
        scene.drop(emperor, NAME + i + ".yaml", config);
        scene.drop(emperor, NAME + i + ".jar", app);
      }
    }
    double seconds = awaited(scene, begun);
    for (int i = 0; i < VASSALS; i++) {
      for (String emperor : scene.names()) {
        scene.remove(emperor, NAME + i + ".jar");
        scene.remove(emperor, NAME + i + ".yaml");
      }
    }
    scene.awaitPassing(NAME, 0);
    return seconds;
  }

  private static double plain(FleetScene scene, byte[] app) {
    long begun = System.nanoTime();
    for (int i = 0; i < VASSALS * INSTANCES; i++) {
      scene.drop(emperor(scene, i), NAME + i + ".jar", app);
    }
    double seconds = awaited(scene, begun);
    for (int i = 0; i < VASSALS * INSTANCES; i++) {
      scene.remove(emperor(scene, i), NAME + i + ".jar");
    }
    scene.awaitPassing(NAME, 0);
    return seconds;
  }

  private static double awaited(FleetScene scene, long begun) {
    scene.awaitPassing(NAME, VASSALS * INSTANCES);
    return (System.nanoTime() - begun) / 1e9;
  }

  private static String emperor(FleetScene scene, int number) {
    return scene.names().get(number % scene.names().size());
  }
}
