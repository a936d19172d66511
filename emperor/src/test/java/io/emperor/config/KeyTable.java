package io.emperor.config;

import java.util.stream.Collectors;

/** The table of a vassal's keys, as the reference shows it. */
public final class KeyTable {

  private KeyTable() {}

  /** Its rows in Markdown. */
  public static String rows() {
    return VassalKeys.ALL.stream()
        .map(
            key ->
                "| `%s` | %s | %s |"
                    .formatted(key.name(), code(key.defaultText()), key.description()))
        .collect(Collectors.joining("\n"));
  }

  private static String code(String text) {
    return text.startsWith("<") ? "`" + text + "`" : text;
  }
}
