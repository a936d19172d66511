package io.emperor.bench.comparison;

import io.emperor.bench.Catalog;
import io.emperor.bench.Comparison;
import io.emperor.bench.Samples;
import io.emperor.bench.Workshop;
import io.emperor.bench.figure.Aim;
import io.emperor.bench.figure.Row;
import io.emperor.bench.peer.Emperor;
import io.emperor.bench.peer.Peer;
import java.time.Duration;
import java.util.List;

/** From the rename of an app's file until Consul has it passing. */
public final class DropToPassing implements Comparison {

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int DROPS = 100;
  private static final int WARM_UP = 20;

  private final Workshop workshop;

  public DropToPassing(Workshop workshop) {
    this.workshop = workshop;
  }

  @Override
  public String name() {
    return "drop";
  }

  @Override
  public String title() {
    return "Drop to passing";
  }

  @Override
  public String method() {
    return """
        From the rename of an app's file until Consul has its service as passing.
        """;
  }

  @Override
  public Figures measure() throws Exception {
    Samples samples = new Samples();
    Peer peer = new Emperor(workshop);
    try (Catalog consul = Catalog.start();
        Peer.Running running = peer.start(workshop.scratch(), consul.address())) {
      for (int i = -WARM_UP; i < DROPS; i++) {
        String app = "drop-" + (i + WARM_UP);
        running.prepare(app);
        long begun = System.nanoTime();
        running.drop(app);
        consul.passing(app, LIMIT);
        if (i >= 0) {
          samples.add("passing", (System.nanoTime() - begun) / 1e6);
        }
      }
    }
    return Figures.of(
        List.of(
            Row.alone(
                "drop to passing",
                "ms",
                samples.of("passing"),
                Aim.atMost(Aim.Of.MEDIAN, 15),
                Aim.atMost(Aim.Of.P99, 50))));
  }
}
