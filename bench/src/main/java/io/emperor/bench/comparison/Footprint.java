package io.emperor.bench.comparison;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How much memory something takes with so many apps more than it had at first. */
final class Footprint {

  private final TreeMap<Integer, Double> megabytes;

  /**
   * What was measured.
   *
   * @param megabytes by how many were added, with what there was before the first
   */
  Footprint(Map<Integer, Double> megabytes) {
    this.megabytes = new TreeMap<>(megabytes);
  }

  /** How many were added, least first, without none. */
  List<Integer> sizes() {
    return List.copyOf(megabytes.tailMap(1).keySet());
  }

  /** All that it takes. */
  double all(int size) {
    Double all = megabytes.get(size);
    if (all == null) {
      throw new IllegalArgumentException(size + " was not measured");
    }
    return all;
  }

  /** What one of so many takes. */
  double share(int size) {
    return (all(size) - all(0)) / size;
  }
}
