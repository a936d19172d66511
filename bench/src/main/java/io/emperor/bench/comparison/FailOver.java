package io.emperor.bench.comparison;

import io.emperor.bench.BenchPaths;
import io.emperor.bench.Comparison;
import io.emperor.bench.Samples;
import io.emperor.bench.figure.Aim;
import io.emperor.bench.figure.Row;
import io.emperor.bench.fleet.ConsulLock;
import io.emperor.bench.fleet.FleetScene;
import io.emperor.bench.fleet.Singleton;
import io.emperor.bench.fleet.Standby;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How long something that may run once runs nowhere when whoever runs it is killed. */
public final class FailOver implements Comparison {

  private static final int ROUNDS = 5;
  private static final String LOCK = "`consul lock`";

  private final BenchPaths paths;

  /** With the emperor that was built. */
  public FailOver(BenchPaths paths) {
    this.paths = paths;
  }

  @Override
  public String name() {
    return "fail-over";
  }

  @Override
  public String title() {
    return "Fail-over";
  }

  @Override
  public String method() {
    return String.format(
        Locale.ROOT,
        """
        Three Consul servers, three client agents and three emperors with a vassal that is a `singleton`; beside it \
        `consul lock` with all defaults, one that holds and one that waits on another agent. SIGKILL for the emperor that runs \
        it, or for the `consul lock` that does, and until it runs elsewhere: a program once it has written a line into a file, \
        a JVM of its own with a small web application once it has answered. Then the same with the agent of the one that is \
        killed. %d rounds, in turn.
        """,
        ROUNDS);
  }

  @Override
  public Figures measure() {
    List<Row> rows = new ArrayList<>();
    try (FleetScene scene = FleetScene.start(paths, 3)) {
      for (Standby.Kind kind : Standby.Kind.values()) {
        try (Standby ours = Singleton.start(scene, paths, kind);
            Standby theirs = ConsulLock.of(scene, paths, kind)) {
          rows.addAll(rows(kind, false, ours, theirs));
          rows.addAll(rows(kind, true, ours, theirs));
        }
      }
    }
    return Figures.of(rows);
  }

  private static List<Row> rows(
      Standby.Kind kind, boolean withAgent, Standby ours, Standby theirs) {
    Samples samples = new Samples();
    for (int i = 0; i < ROUNDS; i++) {
      add(samples, "ours", ours.failOver(withAgent));
      add(samples, "theirs", theirs.failOver(withAgent));
    }
    boolean program = kind == Standby.Kind.PROGRAM;
    String what = (program ? "a program" : "a JVM") + (withAgent ? ", its agent killed, too" : "");
    List<Row> rows = new ArrayList<>();
    rows.add(
        Row.beside(
            what + ": runs elsewhere after",
            "s",
            samples.of("ours"),
            LOCK,
            samples.of("theirs"),
            Aim.atMost(Aim.Of.P99, program ? 5 : 6)));
    if (program && !withAgent) {
      rows.add(
          Row.beside(
              what + ": running at that moment",
              "",
              samples.of("ours running"),
              LOCK,
              samples.of("theirs running"),
              Aim.atMost(Aim.Of.P99, 1)));
    }
    return rows;
  }

  private static void add(Samples samples, String side, Standby.Failed failed) {
    samples.add(side, failed.seconds());
    samples.add(side + " running", (double) failed.running());
  }
}
