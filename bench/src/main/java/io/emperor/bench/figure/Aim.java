package io.emperor.bench.figure;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

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
    MEDIAN("") {
      @Override
      double figure(Row row) {
        return row.ours().median();
      }

      @Override
      @Nullable Double spread(Row row) {
        return row.ours().spread();
      }
    },
    /** The 99th percentile of ours. */
    P99("99% ") {
      @Override
      double figure(Row row) {
        return row.ours().p99();
      }

      @Override
      @Nullable Double spread(Row row) {
        return row.ours().p99Spread();
      }
    },
    /** Our median divided by theirs. */
    RATIO("ratio ") {
      @Override
      double figure(Row row) {
        return row.ratio();
      }

      @Override
      @Nullable Double spread(Row row) {
        return row.ratioSpread();
      }

      @Override
      String unit(Row row) {
        return "";
      }
    };

    private final String prefix;

    Of(String prefix) {
      this.prefix = prefix;
    }

    abstract double figure(Row row);

    /** How far it may be from what it is; nothing if that is not known. */
    abstract @Nullable Double spread(Row row);

    String unit(Row row) {
      return row.unit();
    }

    /** What stands before it where it could be another; empty for the median. */
    String prefix() {
      return prefix;
    }
  }

  /** That a figure is at most so much. */
  public static Aim atMost(Of of, double limit) {
    return new Aim(of, true, limit);
  }

  /** That a figure is at least so much. */
  public static Aim atLeast(Of of, double limit) {
    return new Aim(of, false, limit);
  }

  /** Reached, by how much it is missed, or that the spread is too large to say. */
  String verdict(Row row) {
    double figure = of.figure(row);
    Double spread = of.spread(row);
    if (spread != null && spread > Math.abs(figure - limit)) {
      return "not decided";
    }
    if (most ? figure <= limit : figure >= limit) {
      return "reached";
    }
    double factor = most ? figure / limit : limit / figure;
    if (limit == 0) {
      return "missed";
    }
    return factor < 2
        ? String.format(Locale.ROOT, "missed by %.0f%%", (factor - 1) * 100)
        : "missed, %s times".formatted(Words.figure(factor));
  }
}
