package io.emperor.config.uwsgi;

import java.util.stream.Collectors;

/** The table of uWSGI's options, as the page for those who come from there shows it. */
public final class CounterpartTable {

  /** How it begins. */
  public static final String HEAD = "| of uWSGI's | here | |\n| --- | --- | --- |\n";

  private CounterpartTable() {}

  /** All of it in Markdown. */
  public static String markdown() {
    return Counterparts.ALL.stream()
        .map(CounterpartTable::row)
        .collect(Collectors.joining("\n", HEAD, "\n"));
  }

  private static String row(Counterpart row) {
    String options =
        row.options().stream().map(CounterpartTable::code).collect(Collectors.joining(", "));
    return "| %s | %s | %s |"
        .formatted(options, row.key().isEmpty() ? "" : code(row.key()), row.note());
  }

  private static String code(String text) {
    return "`" + text + "`";
  }
}
