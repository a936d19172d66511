package io.emperor.bench.comparison;

import io.emperor.bench.BenchPaths;
import io.emperor.bench.Comparison;
import io.emperor.bench.membership.MembershipFigures;
import java.io.IOException;

/** How soon files follow the cluster, and what that costs. */
public final class ClusterFiles implements Comparison {

  private final BenchPaths paths;

  /** With the distribution that was built. */
  public ClusterFiles(BenchPaths paths) {
    this.paths = paths;
  }

  @Override
  public String name() {
    return "membership";
  }

  @Override
  public String title() {
    return "Files that follow the cluster";
  }

  @Override
  public String method() {
    return MembershipFigures.METHOD;
  }

  @Override
  public Figures measure() throws IOException, InterruptedException {
    return Figures.of(MembershipFigures.measure(paths));
  }
}
