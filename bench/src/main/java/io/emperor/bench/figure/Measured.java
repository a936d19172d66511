package io.emperor.bench.figure;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What was measured several times.
 *
 * @param median the middle one, the lower of two
 * @param p99 the one that 99 of 100 do not exceed; the largest of fewer than a hundred
 * @param runs how many there were, 1 or more
 * @param spread how wide the interval is that has the median with a certainty of 95%, by order
 *     statistics: of up to nine runs from the least to the most; absent if it is not known, as for
 *     one run
 * @param p99Spread the same of {@code p99}
 * @param figures all of them, in the order in which they were measured; none if they were recorded
 */
public record Measured(
    double median,
    double p99,
    int runs,
    @Nullable Double spread,
    @Nullable Double p99Spread,
    @JsonIgnore List<Double> figures) {

  private static final double DEVIATIONS = 1.96; // of a normal distribution, for 95%

  public Measured {
    figures = figures == null ? List.of() : List.copyOf(figures);
  }

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
    return new Measured(
        at(sorted, 50),
        at(sorted, 99),
        sorted.size(),
        spread(sorted, 50),
        spread(sorted, 99),
        List.copyOf(figures));
  }

  /**
   * The spread of this one's median divided by another's: that of the ratios of each pair, where
   * there are as many of both; else both spreads are taken for independent of each other.
   *
   * @return nothing if it can't be told
   */
  @Nullable Double ratioSpread(Measured other) {
    if (figures.size() == other.figures.size() && !figures.isEmpty()) {
      return known(spread(ratios(other), 50));
    }
    if (spread == null || other.spread == null) {
      return null;
    }
    double relative = Math.hypot(spread / median, other.spread / other.median);
    return known(median / other.median * relative);
  }

  private List<Double> ratios(Measured other) {
    return IntStream.range(0, figures.size())
        .mapToObj(i -> figures.get(i) / other.figures.get(i))
        .sorted()
        .toList();
  }

  private static double at(List<Double> sorted, int percent) {
    return sorted.get((sorted.size() * percent + 99) / 100 - 1);
  }

  private static @Nullable Double spread(List<Double> sorted, int percent) {
    int runs = sorted.size();
    if (runs == 1) {
      return null;
    }
    double rank = runs * percent / 100.0;
    double half = DEVIATIONS * Math.sqrt(rank * (100 - percent) / 100.0);
    int first = Math.max(1, (int) Math.floor(rank - half));
    int last = Math.min(runs, (int) Math.ceil(1 + rank + half));
    return sorted.get(last - 1) - sorted.get(first - 1);
  }

  private static @Nullable Double known(@Nullable Double spread) {
    return spread != null && Double.isFinite(spread) ? spread : null;
  }
}
