package io.emperor.bench.comparison;

import io.emperor.bench.BenchPaths;
import io.emperor.bench.Comparison;
import io.emperor.bench.ondemand.OnDemandFigures;

/** What it costs to rest, to be woken, and to be asked by way of the relay. */
public final class OnDemand implements Comparison {

  private final BenchPaths paths;

  /** With the distribution that was built. */
  public OnDemand(BenchPaths paths) {
    this.paths = paths;
  }

  @Override
  public String name() {
    return "on-demand";
  }

  @Override
  public String title() {
    return "On demand";
  }

  @Override
  public String method() {
    return OnDemandFigures.METHOD;
  }

  @Override
  public Figures measure() {
    return Figures.of(OnDemandFigures.measure(paths));
  }
}
