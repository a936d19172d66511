package io.emperor.bench.comparison;

import io.emperor.bench.Comparison;
import io.emperor.bench.discovery.DiscoveryFigures;

/** What an app pays for the helpers, and how soon it hears of changes. */
public final class Discovery implements Comparison {

  @Override
  public String name() {
    return "discovery";
  }

  @Override
  public String title() {
    return "Discovery";
  }

  @Override
  public String method() {
    return """
        An app's view of a Consul agent on the same machine with 50 services, one of which has five
        instances. Reads in the modes `default` and `stale` by one thread, with JMH, each in processes
        of its own, in three rounds. Then changes are made, of which listeners of all sorts hear at
        the same time.
        """;
  }

  @Override
  public Figures measure() throws Exception {
    return Figures.of(DiscoveryFigures.measure());
  }
}
