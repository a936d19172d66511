package io.emperor.logging;

import java.util.List;
import java.util.Locale;

/**
 * How much of a logger's is logged, and of those below it.
 *
 * @param logger its name, {@code root} for all
 * @param level one of {@link #LEVELS}
 */
public record LogLevel(String logger, String level) {

  /** The levels, the one with most first. */
  public static final List<String> LEVELS =
      List.of("trace", "debug", "info", "warn", "error", "off");

  /** The logger above all others. */
  public static final String ROOT = "root";

  /** Refuses what is no level. */
  public LogLevel {
    if (logger.isBlank()) {
      throw new IllegalArgumentException("names no logger: say LOGGER=LEVEL, or LEVEL for all");
    }
    level = level.toLowerCase(Locale.ROOT);
    if (!LEVELS.contains(level)) {
      throw new IllegalArgumentException(
          "%s is no level: use one of %s".formatted(level, String.join(", ", LEVELS)));
    }
  }

  /**
   * From a word.
   *
   * @param word {@code [LOGGER=]LEVEL}
   * @return what it says
   * @throws IllegalArgumentException if it says something else, with the reason
   */
  public static LogLevel parse(String word) {
    int equals = word.lastIndexOf('=');
    return new LogLevel(
        equals < 0 ? ROOT : word.substring(0, equals).strip(), word.substring(equals + 1).strip());
  }
}
