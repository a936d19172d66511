package io.emperor.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Rows of cells, aligned by their columns. The last column may be as long as it likes. */
final class Table {

  private record Row(List<String> cells, UnaryOperator<String> look) {}

  private final List<Row> rows = new ArrayList<>();

  Table row(String... cells) {
    return row(UnaryOperator.identity(), cells);
  }

  /** The text, or a dash where there is none. */
  static String cell(String text) {
    return text.isEmpty() ? "-" : text;
  }

  /** A row that looks different on a terminal. */
  Table row(UnaryOperator<String> look, String... cells) {
    rows.add(new Row(List.of(cells), look));
    return this;
  }

  /** The lines, each indented by so many blanks. */
  List<String> lines(int indent) {
    int columns = rows.stream().mapToInt(row -> row.cells().size()).max().orElse(0);
    int[] widths = new int[columns];
    for (Row row : rows) {
      for (int i = 0; i < row.cells().size() - 1; i++) {
        widths[i] = Math.max(widths[i], width(row.cells().get(i)));
      }
    }
    return rows.stream()
        .map(row -> " ".repeat(indent) + row.look().apply(line(row, widths)))
        .toList();
  }

  private static String line(Row row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.cells().size(); i++) {
      String cell = row.cells().get(i);
      line.append(cell);
      if (i < row.cells().size() - 1) {
        line.append(" ".repeat(widths[i] - width(cell) + 2));
      }
    }
    return line.toString().stripTrailing();
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
