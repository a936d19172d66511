package io.emperor.bench.figure;

import java.util.List;
import java.util.Objects;

/**
 * What one comparison has measured.
 *
 * @param name of the comparison
 * @param date of the run, year first
 * @param machine it ran on, and what ran there, a line
 * @param seconds how long the whole comparison took
 * @param rows the figures
 * @param curves what is drawn besides, often nothing
 */
public record Result(
    String name, String date, String machine, long seconds, List<Row> rows, List<Curve> curves) {

  public Result {
    Objects.requireNonNull(name, "it does not name its comparison");
    Objects.requireNonNull(rows, "it has no rows");
    Objects.requireNonNull(curves, "it has no curves");
    rows = List.copyOf(rows);
    curves = List.copyOf(curves);
  }
}
