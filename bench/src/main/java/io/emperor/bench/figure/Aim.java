package io.emperor.bench.figure;

import java.util.Locale;

/**
 * What a row should reach.
 *
 * @param of which figure of the row
 * @param most whether {@code limit} is the most that it may be, otherwise it is the least
 * @param limit in the row's unit, or a ratio
 */
public record Aim(Of of, boolean most, double limit) {

  /** A figure of a row. */
  public enum Of {
    /** The median of ours. */
    MEDIAN,
    /** The 99th percentile of ours. */
    P99,
    /** Our median divided by theirs. */
    RATIO
  }

  /** That a figure is at most so much. */
  public static Aim atMost(Of of, double limit) {
    return new Aim(of, true, limit);
  }

  /** That a figure is at least so much. */
  public static Aim atLeast(Of of, double limit) {
    return new Aim(of, false, limit);
  }

  double figure(Row row) {
    return switch (of) {
      case MEDIAN -> row.ours().median();
      case P99 -> row.ours().p99();
      case RATIO -> row.ratio();
    };
  }

  boolean isReached(Row row) {
    return most ? figure(row) <= limit : figure(row) >= limit;
  }

  /** Reached, or by how much it is missed. */
  String verdict(Row row) {
    if (isReached(row)) {
      return "reached";
    }
    double figure = figure(row);
    double factor = most ? figure / limit : limit / figure;
    if (limit == 0) {
      return "missed";
    }
    return factor < 2
        ? String.format(Locale.ROOT, "missed by %.0f%%", (factor - 1) * 100)
        : "missed, %s times".formatted(Words.figure(factor));
  }
}
