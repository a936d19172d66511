package io.emperor.bench.figure;

import java.util.ArrayList;
import java.util.List;

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
            List.of("", "emperor", "99%", "beside it", "theirs", "99%", "ratio", "runs", "aim"));
    rows.forEach(row -> table.lines.add(cells(row)));
    return table;
  }

  /** Each aim, and whether it is reached. */
  public static Table ofAims(List<Row> rows) {
    Table table = new Table(List.of("", "aim", "measured", ""));
    for (Row row : rows) {
      for (Aim aim : row.aims()) {
        table.lines.add(
            List.of(
                row.peer() == null ? row.what() : row.what() + ", beside " + row.peer(),
                aim(aim, row),
                Words.figure(aim.figure(row), unit(aim, row)),
                aim.verdict(row)));
      }
    }
    return table;
  }

  private static List<String> cells(Row row) {
    Measured theirs = row.theirs();
    return List.of(
        row.what(),
        Words.figure(row.ours().median(), row.unit()),
        row.ours().runs() == 1 ? "" : Words.figure(row.ours().p99()),
        row.peer() == null ? "" : row.peer(),
        theirs == null ? "" : Words.figure(theirs.median(), row.unit()),
        theirs == null || theirs.runs() == 1 ? "" : Words.figure(theirs.p99()),
        theirs == null ? "" : Words.figure(row.ratio()),
        theirs == null || theirs.runs() == row.ours().runs()
            ? Integer.toString(row.ours().runs())
            : row.ours().runs() + ", " + theirs.runs(),
        String.join(", ", row.aims().stream().map(aim -> aim(aim, row)).toList()));
  }

  private static String aim(Aim aim, Row row) {
    String of =
        switch (aim.of()) {
          case MEDIAN -> "";
          case P99 -> "99% ";
          case RATIO -> "ratio ";
        };
    return of + (aim.most() ? "≤ " : "≥ ") + Words.figure(aim.limit(), unit(aim, row));
  }

  private static String unit(Aim aim, Row row) {
    return aim.of() == Aim.Of.RATIO ? "" : row.unit();
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
