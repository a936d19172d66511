package io.emperor.bench;

import io.emperor.bench.comparison.DevAgentBesideConsul;
import io.emperor.bench.comparison.Discovery;
import io.emperor.bench.comparison.DropToPassing;
import io.emperor.bench.comparison.Growth;
import io.emperor.bench.comparison.Heartbeats;
import io.emperor.bench.comparison.MemoryPerVassal;
import io.emperor.bench.comparison.ReloadUnderLoad;
import io.emperor.bench.comparison.Serving;
import io.emperor.bench.comparison.Start;
import java.util.List;

/** All of them, in the order of the page. */
final class Comparisons {

  private Comparisons() {}

  static List<Comparison> all(BenchPaths workshop) {
    return List.of(
        new DropToPassing(workshop),
        new MemoryPerVassal(workshop),
        new Start(workshop),
        new ReloadUnderLoad(workshop),
        new Discovery(),
        new Heartbeats(workshop),
        new Serving(workshop),
        new Growth(workshop),
        new DevAgentBesideConsul(workshop));
  }
}
