package io.emperor.logging;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where lines go and what they look like.
 *
 * @param directory gets a file for each vassal, {@code null} for standard error alone
 * @param format of every line, wherever it goes
 * @param levels how much is logged, where that is not as usual
 */
public record LogSettings(@Nullable Path directory, LogFormat format, List<LogLevel> levels) {

  /** Copies the list. */
  public LogSettings {
    levels = List.copyOf(levels);
  }
}
