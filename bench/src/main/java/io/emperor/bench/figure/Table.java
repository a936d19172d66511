package io.emperor.bench.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Rows as a table in Markdown, aligned, so that it reads well on a terminal too. */
public final class Table {

  private final List<List<String>> lines = new ArrayList<>();

  private Table(List<String> head) {
    lines.add(head);
  }

  /** Each row beside its peer. */
  public static Table of(List<Row> rows) {
    Table table =
        new Table(
            List.of(
                "",
                "emperor",
                "spread",
                "99%",
                "beside it",
                "theirs",
                "spread",
                "99%",
                "ratio",
                "spread",
                "runs",
                "aim"));
    rows.forEach(row -> table.lines.add(cells(row)));
    return table;
  }

  /** Each aim, and whether it is reached. */
  public static Table ofAims(List<Row> rows) {
    Table table = new Table(List.of("", "aim", "measured", "spread", ""));
    for (Row row : rows) {
      for (Aim aim : row.aims()) {
        table.lines.add(
            List.of(
                row.title(),
                aim(aim, row),
                Words.figure(aim.of().figure(row), aim.of().unit(row)),
                known(aim.of().spread(row)),
                aim.verdict(row)));
      }
    }
    return table;
  }

  /** Each figure before and now. */
  public static Table ofDifferences(List<Difference> differences) {
    Table table = new Table(List.of("", "before", "now", "change", "spread", ""));
    for (Difference each : differences) {
      table.lines.add(
          List.of(
              each.what(),
              each.before() == null ? "" : Words.figure(each.before(), each.unit()),
              each.now() == null ? "" : Words.figure(each.now(), each.unit()),
              change(each.before(), each.now()),
              known(each.spread()),
              each.verdict().toString()));
    }
    return table;
  }

  private static List<String> cells(Row row) {
    Measured ours = row.ours();
    Measured theirs = row.theirs();
    return List.of(
        row.what(),
        Words.figure(ours.median(), row.unit()),
        known(ours.spread()),
        ours.runs() == 1 ? "" : Words.figure(ours.p99()),
        row.peer() == null ? "" : row.peer(),
        theirs == null ? "" : Words.figure(theirs.median(), row.unit()),
        theirs == null ? "" : known(theirs.spread()),
        theirs == null || theirs.runs() == 1 ? "" : Words.figure(theirs.p99()),
        theirs == null ? "" : Words.figure(row.ratio()),
        known(row.ratioSpread()),
        theirs == null || theirs.runs() == ours.runs()
            ? Integer.toString(ours.runs())
            : ours.runs() + ", " + theirs.runs(),
        String.join(", ", row.aims().stream().map(aim -> aim(aim, row)).toList()));
  }

  private static String aim(Aim aim, Row row) {
    return aim.of().prefix()
        + (aim.most() ? "≤ " : "≥ ")
        + Words.figure(aim.limit(), aim.of().unit(row));
  }

  private static String known(@Nullable Double spread) {
    return spread == null ? "" : Words.figure(spread);
  }

  private static String change(@Nullable Double before, @Nullable Double now) {
    if (before == null || now == null) {
      return "";
    }
    return before == 0
        ? (now > 0 ? "+" : "") + Words.figure(now)
        : String.format(Locale.ROOT, "%+.0f%%", (now / before - 1) * 100);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      text.append(line(lines.get(i)));
      if (i == 0) {
        text.append(line(lines.get(0).stream().map(cell -> "---").toList()));
      }
    }
    return text.toString();
  }

  private String line(List<String> cells) {
    StringBuilder line = new StringBuilder("|");
    for (int i = 0; i < cells.size(); i++) {
      line.append(' ').append(padded(cells.get(i), width(i))).append(" |");
    }
    return line.append('\n').toString();
  }

  private int width(int column) {
    return lines.stream().mapToInt(line -> line.get(column).length()).max().orElse(0);
  }

  private static String padded(String cell, int width) {
    return cell + " ".repeat(Math.max(0, width - cell.length()));
  }
}
