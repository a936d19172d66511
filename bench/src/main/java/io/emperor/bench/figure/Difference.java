package io.emperor.bench.figure;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What has become of a figure since it was recorded.
 *
 * @param what is measured, beside whom, and which figure of it
 * @param unit of all three, empty for a ratio
 * @param before what was recorded; absent if it is new
 * @param now absent if it is gone
 * @param spread the larger one of both; absent if neither is known
 */
public record Difference(
    String what,
    String unit,
    @Nullable Double before,
    @Nullable Double now,
    @Nullable Double spread,
    Verdict verdict) {

  /** What is to be thought of it. */
  public enum Verdict {
    /** By more than the spread. */
    WORSE("worse"),
    /** By more than the spread. */
    BETTER("better"),
    /** Within the spread. */
    SAME("same"),
    /** It differs, and no spread is known. */
    NOT_DECIDED("not decided"),
    /** It was not recorded. */
    NEW("new"),
    /** It was recorded, and is not measured any more. */
    GONE("gone");

    private final String word;

    Verdict(String word) {
      this.word = word;
    }

    @Override
    public String toString() {
      return word;
    }
  }

  /**
   * All differences, in the order of what is measured now; what is gone comes last. A row is the
   * same if it has the same words, the same peer and the same unit. Of a row with a peer the ratio
   * is compared, of another one the median, and besides whatever it has an aim for.
   */
  public static List<Difference> between(List<Row> before, List<Row> now) {
    Map<String, Row> left = new LinkedHashMap<>();
    before.forEach(row -> left.putIfAbsent(key(row), row));
    List<Difference> all = new ArrayList<>();
    for (Row row : now) {
      Row recorded = left.remove(key(row));
      if (recorded == null) {
        all.add(only(row, true));
      } else {
        compared(recorded, row).forEach(of -> all.add(between(recorded, row, of)));
      }
    }
    left.values().forEach(row -> all.add(only(row, false)));
    return all;
  }

  private static String key(Row row) {
    return row.title() + ", " + row.unit();
  }

  private static Set<Aim.Of> compared(Row before, Row now) {
    Set<Aim.Of> all = EnumSet.of(hasRatio(before) ? first(now) : Aim.Of.MEDIAN);
    now.aims().stream()
        .map(Aim::of)
        .filter(of -> of != Aim.Of.RATIO) // there is one already, or there can't be
        .forEach(all::add);
    return all;
  }

  private static Aim.Of first(Row row) {
    return hasRatio(row) ? Aim.Of.RATIO : Aim.Of.MEDIAN;
  }

  private static boolean hasRatio(Row row) {
    return row.theirs() != null && Double.isFinite(row.ratio());
  }

  private static String named(Row row, Aim.Of of) {
    String figure = of.prefix().strip();
    return figure.isEmpty() ? row.title() : row.title() + ": " + figure;
  }

  private static Difference only(Row row, boolean isNew) {
    Aim.Of of = first(row);
    double figure = of.figure(row);
    return new Difference(
        named(row, of),
        of.unit(row),
        isNew ? null : figure,
        isNew ? figure : null,
        of.spread(row),
        isNew ? Verdict.NEW : Verdict.GONE);
  }

  private static Difference between(Row before, Row now, Aim.Of of) {
    double was = of.figure(before);
    double is = of.figure(now);
    Double spread = larger(of.spread(before), of.spread(now));
    return new Difference(
        named(now, of),
        of.unit(now),
        was,
        is,
        spread,
        verdict(now.moreIsBetter() ? was - is : is - was, spread));
  }

  private static Verdict verdict(double worse, @Nullable Double spread) {
    if (worse == 0) {
      return Verdict.SAME;
    }
    if (spread == null) {
      return Verdict.NOT_DECIDED;
    }
    if (Math.abs(worse) <= spread) {
      return Verdict.SAME;
    }
    return worse > 0 ? Verdict.WORSE : Verdict.BETTER;
  }

  private static @Nullable Double larger(@Nullable Double one, @Nullable Double other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return Math.max(one, other);
  }
}
