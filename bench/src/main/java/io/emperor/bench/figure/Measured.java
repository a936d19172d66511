package io.emperor.bench.figure;

import java.util.Collection;
import java.util.List;

/**
 * What was measured several times.
 *
 * @param median the middle one, the lower of two
 * @param p99 the one that 99 of 100 do not exceed; the largest of fewer than a hundred
 * @param runs how many there were, 1 or more
 */
public record Measured(double median, double p99, int runs) {

  /** Once. */
  public static Measured once(double figure) {
    return of(List.of(figure));
  }

  /**
   * All of them.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Measured of(Collection<Double> figures) {
    if (figures.isEmpty()) {
      throw new IllegalArgumentException("nothing was measured");
    }
    List<Double> sorted = figures.stream().sorted().toList();
    return new Measured(at(sorted, 50), at(sorted, 99), sorted.size());
  }

  private static double at(List<Double> sorted, int percent) {
    return sorted.get((sorted.size() * percent + 99) / 100 - 1);
  }
}
