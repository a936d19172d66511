package io.emperor.bench.comparison;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.emperor.bench.BenchPaths;
import io.emperor.bench.Comparison;
import io.emperor.bench.figure.Aim;
import io.emperor.bench.figure.Measured;
import io.emperor.bench.figure.Row;
import io.emperor.bench.fleet.FleetScene;
import io.emperor.bench.fleet.LockCrowd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/** What a fleet in which nothing happens costs Consul. */
public final class FleetCost implements Comparison {

  private static final int SINGLETONS = 100;
  private static final int WINDOWS = 5;
  private static final Duration WINDOW = Duration.ofSeconds(10);
  private static final Duration SETTLING = Duration.ofSeconds(30);
  private static final String LOCKS = "100 `consul lock`";
  private static final String NOBODY = "Consul alone";

  private final BenchPaths paths;

  /** With the emperor that was built. */
  public FleetCost(BenchPaths paths) {
    this.paths = paths;
  }

  @Override
  public String name() {
    return "fleet-cost";
  }

  @Override
  public String title() {
    return "A fleet at rest";
  }

  @Override
  public String method() {
    return String.format(
        Locale.ROOT,
        """
        Entries that three Consul servers append to their log each second, in %d windows of %d s, %d s after everything is passing: with \
        three emperors and %d programs that are `singleton`, with ten, and with %d processes `consul lock` that hold a lock each. Consul's own entries, \
        of its agents' coordinates for one, are in all of them; `%s` has no others.
        """,
        WINDOWS,
        WINDOW.toSeconds(),
        SETTLING.toSeconds(),
        SINGLETONS,
        SINGLETONS,
        NOBODY);
  }

  @Override
  public Figures measure() {
    Measured alone;
    Measured locks;
    try (FleetScene scene = FleetScene.start(paths, 0)) {
      alone = writes(scene);
      LockCrowd crowd = LockCrowd.start(scene, paths, SINGLETONS);
      try {
        locks = writes(scene);
      } finally {
        crowd.close();
      }
    }
    List<Row> rows = new ArrayList<>();
    rows.addAll(rows(3, alone, locks));
    rows.addAll(rows(10, alone, locks, Aim.atMost(Aim.Of.MEDIAN, 16)));
    return Figures.of(rows);
  }

  private List<Row> rows(int emperors, Measured alone, Measured locks, Aim... aims) {
    try (FleetScene scene = FleetScene.start(paths, emperors)) {
      byte[] config = "command: sleep 3600\ncheck-tcp: none\nsingleton: true\n".getBytes(UTF_8);
      for (int i = 0; i < SINGLETONS; i++) {
        for (String emperor : scene.names()) {
          scene.drop(emperor, "resting-" + i + ".yaml", config);
        }
      }
      scene.awaitPassing("resting-", SINGLETONS);
      Measured ours = writes(scene);
      String what = emperors + " emperors: writes a second";
      return List.of(
          Row.beside(what, "", ours, LOCKS, locks, aims),
          Row.beside(what, "", ours, NOBODY, alone));
    }
  }

  private static Measured writes(FleetScene scene) {
    LockSupport.parkNanos(SETTLING.toNanos());
    List<Double> windows = new ArrayList<>();
    for (int i = 0; i < WINDOWS; i++) {
      long before = scene.writes();
      long begun = System.nanoTime();
      LockSupport.parkNanos(WINDOW.toNanos());
      long after = scene.writes();
      windows.add((after - before) / ((System.nanoTime() - begun) / 1e9));
    }
    return Measured.of(windows);
  }
}
