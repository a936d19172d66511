package io.emperor.cli.terminal;

import java.util.Map;
import picocli.CommandLine;

/** How wide lines for people may be: what is read by programs is never wrapped. */
final class TerminalWidth {

  private static final int LEAST = 20;

  private TerminalWidth() {}

  /**
   * What {@code COLUMNS} says, else the terminal's own, where standard output is one.
   *
   * @return the largest number where there is no limit
   */
  static int of(CommandLine command, Map<String, String> environment) {
    String columns = environment.getOrDefault("COLUMNS", "");
    if (columns.matches("\\d{1,5}")) {
      return Math.max(LEAST, Integer.parseInt(columns));
    }
    if (!command.getColorScheme().ansi().enabled()) {
      return Integer.MAX_VALUE;
    }
    return Math.max(LEAST, command.setUsageHelpAutoWidth(true).getUsageHelpWidth());
  }
}
