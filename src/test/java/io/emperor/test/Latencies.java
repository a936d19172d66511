package io.emperor.test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** How long things took, one after another. */
final class Latencies {

  private final List<Long> nanos = new ArrayList<>();

  void add(long took) {
    nanos.add(took);
  }

  double perSecond() {
    return nanos.size() / (nanos.stream().mapToLong(Long::longValue).sum() / 1e9);
  }

  double millisAt(int percentile) {
    List<Long> sorted = new ArrayList<>(nanos);
    Collections.sort(sorted);
    return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percentile / 100)) / 1e6;
  }
}
