package io.emperor.test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Figures of two, side by side: medians and their ratio, as a table. */
final class Comparison {

  /** Takes the figures of one of them. */
  interface Side {
    void add(String what, double figure);
  }

  private record Row(List<Double> ours, List<Double> theirs) {}

  private final Map<String, Row> rows = new LinkedHashMap<>();
  private final String us;
  private final String them;

  Comparison(String us, String them) {
    this.us = us;
    this.them = them;
  }

  void ours(String what, double figure) {
    row(what).ours.add(figure);
  }

  void theirs(String what, double figure) {
    row(what).theirs.add(figure);
  }

  private Row row(String what) {
    return rows.computeIfAbsent(what, w -> new Row(new ArrayList<>(), new ArrayList<>()));
  }

  @Override
  public String toString() {
    StringBuilder table = new StringBuilder();
    table.append("%n| medians | %s | %s | ratio |%n".formatted(us, them));
    table.append("| --- | --- | --- | --- |%n".formatted());
    rows.forEach((what, row) -> table.append(line(what, row)));
    return table.toString();
  }

  private static String line(String what, Row row) {
    double ours = median(row.ours);
    double theirs = median(row.theirs);
    return "| %s | %,.2f | %,.2f | %.2f |%n".formatted(what, ours, theirs, ours / theirs);
  }

  private static double median(List<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.isEmpty() ? Double.NaN : sorted.get(sorted.size() / 2);
  }
}
