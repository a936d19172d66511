package io.emperor.bench.load;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** How long things took, one after another. */
public final class Latencies {

  private final List<Long> nanos = new ArrayList<>();

  public void add(long took) {
    nanos.add(took);
  }

  public double perSecond() {
    return nanos.size() / (nanos.stream().mapToLong(Long::longValue).sum() / 1e9);
  }

  public double millisAt(int percentile) {
    List<Long> sorted = new ArrayList<>(nanos);
    Collections.sort(sorted);
    return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percentile / 100)) / 1e6;
  }
}
