package io.emperor.cli.await;

import io.emperor.base.NearestName;
import io.emperor.logging.LogLevel;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How much is logged, as Python calls it. */
public final class DiscoLevel {

  private static final Map<String, String> LEVELS =
      Map.of(
          "DEBUG",
          "debug",
          "INFO",
          "info",
          "WARNING",
          "warn",
          "ERROR",
          "error",
          "CRITICAL",
          "error");

  private DiscoLevel() {}

  /**
   * The level that is meant.
   *
   * @param problems gets what is wrong
   */
  public static LogLevel parse(String word, List<String> problems) {
    String level = LEVELS.get(word.toUpperCase(Locale.ROOT));
    if (level == null) {
      List<String> names = List.of("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL");
      problems.add("-l: unknown level: " + NearestName.remedy(word, names));
    }
    return new LogLevel(LogLevel.ROOT, level == null ? "info" : level);
  }
}
