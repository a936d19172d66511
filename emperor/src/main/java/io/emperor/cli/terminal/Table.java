package io.emperor.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Rows of cells, aligned by their columns. The last column may be as long as it likes. */
public final class Table {

  /** The last column stands beside the others where it has so much room. */
  private static final int NARROWEST = 24;

  /** How far it is indented below them. */
  private static final int BELOW = 4;

  private record Row(List<String> cells, UnaryOperator<String> look) {}

  private final List<Row> rows = new ArrayList<>();

  public Table row(String... cells) {
    return row(UnaryOperator.identity(), cells);
  }

  /** The text, or a dash where there is none. */
  public static String cell(String text) {
    return text.isEmpty() ? "-" : text;
  }

  /** A row that looks different on a terminal. */
  public Table row(UnaryOperator<String> look, String... cells) {
    rows.add(new Row(List.of(cells), look));
    return this;
  }

  /** The lines, each indented by so many blanks. */
  public List<String> lines(int indent) {
    return lines(indent, Integer.MAX_VALUE);
  }

  /**
   * The lines, none longer than that: the last column is wrapped between words, below itself, or
   * below the row where it has no room.
   */
  public List<String> lines(int indent, int width) {
    int[] widths = widths();
    return rows.stream()
        .flatMap(row -> lines(row, widths, indent, width).stream().map(row.look()))
        .toList();
  }

  private int[] widths() {
    int columns = rows.stream().mapToInt(row -> row.cells().size()).max().orElse(0);
    int[] widths = new int[columns];
    for (Row row : rows) {
      for (int i = 0; i < row.cells().size() - 1; i++) {
        widths[i] = Math.max(widths[i], width(row.cells().get(i)));
      }
    }
    return widths;
  }

  private static List<String> lines(Row row, int[] widths, int indent, int width) {
    String start = start(row, widths, indent);
    String last = row.cells().get(row.cells().size() - 1);
    if (width(start) + width(last) <= width) {
      return List.of((start + last).stripTrailing());
    }
    boolean beside = width - width(start) >= NARROWEST;
    int margin = beside ? width(start) : indent + BELOW;
    List<String> wrapped = Wrapped.lines(last, Math.max(1, width - margin));
    List<String> lines = new ArrayList<>();
    if (!beside) {
      lines.add(start.stripTrailing());
    }
    for (String part : wrapped) {
      lines.add((lines.isEmpty() ? start : " ".repeat(margin)) + part);
    }
    return lines;
  }

  private static String start(Row row, int[] widths, int indent) {
    StringBuilder start = new StringBuilder(" ".repeat(indent));
    for (int i = 0; i < row.cells().size() - 1; i++) {
      String cell = row.cells().get(i);
      start.append(cell).append(" ".repeat(widths[i] - width(cell) + 2));
    }
    return start.toString();
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
