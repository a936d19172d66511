package io.emperor.bench;

import io.emperor.bench.comparison.ArchivedSpringBoot;
import io.emperor.bench.comparison.ChangingInputs;
import io.emperor.bench.comparison.ClusterFiles;
import io.emperor.bench.comparison.DevAgentBesideConsul;
import io.emperor.bench.comparison.Discovery;
import io.emperor.bench.comparison.DropToPassing;
import io.emperor.bench.comparison.FailOver;
import io.emperor.bench.comparison.FleetCost;
import io.emperor.bench.comparison.FleetDrop;
import io.emperor.bench.comparison.Growth;
import io.emperor.bench.comparison.Heartbeats;
import io.emperor.bench.comparison.MemoryPerVassal;
import io.emperor.bench.comparison.OnDemand;
import io.emperor.bench.comparison.RealApp;
import io.emperor.bench.comparison.ReloadUnderLoad;
import io.emperor.bench.comparison.Rendering;
import io.emperor.bench.comparison.Serving;
import io.emperor.bench.comparison.Simulate;
import io.emperor.bench.comparison.Start;
import io.emperor.bench.comparison.Waiting;
import java.util.List;

/** All of them, in the order of the page. */
final class Comparisons {

  private Comparisons() {}

  static List<Comparison> all(BenchPaths paths) {
    return List.of(
        new DropToPassing(paths),
        new MemoryPerVassal(paths),
        new RealApp(paths),
        new Start(paths),
        new ArchivedSpringBoot(paths),
        new ReloadUnderLoad(paths),
        new Discovery(),
        new Heartbeats(paths),
        new Serving(paths),
        new Growth(paths),
        new DevAgentBesideConsul(paths),
        new FailOver(paths),
        new FleetDrop(paths),
        new FleetCost(paths),
        new Simulate(),
        new Waiting(paths),
        new ChangingInputs(paths),
        new Rendering(),
        new ClusterFiles(paths),
        new OnDemand(paths));
  }
}
