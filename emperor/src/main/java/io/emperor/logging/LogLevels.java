package io.emperor.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.slf4j.LoggerFactory;

/** The levels of this JVM's log, as they are at the moment. Thread safe. */
public final class LogLevels {

  private LogLevels() {}

  /**
   * The loggers that have a level of their own; the others have that of the nearest above them.
   *
   * @return their levels by their names, {@link LogLevel#ROOT} first
   */
  public static Map<String, String> all() {
    Map<String, String> all = new LinkedHashMap<>();
    for (Logger logger : context().getLoggerList()) {
      Level level = logger.getLevel();
      if (level != null) {
        boolean root = logger.getName().equals(Logger.ROOT_LOGGER_NAME);
        String word = level.isGreaterOrEqual(Level.TRACE) ? level.toString() : "trace";
        all.put(root ? LogLevel.ROOT : logger.getName(), word.toLowerCase(Locale.ROOT));
      }
    }
    return all;
  }

  /**
   * Sets a level from now on.
   *
   * @param level of which logger, and which
   */
  public static void set(LogLevel level) {
    set(context(), level);
  }

  static void set(LoggerContext context, LogLevel level) {
    boolean root = level.logger().equals(LogLevel.ROOT);
    context
        .getLogger(root ? Logger.ROOT_LOGGER_NAME : level.logger())
        .setLevel(Level.toLevel(level.level()));
  }

  private static LoggerContext context() {
    return (LoggerContext) LoggerFactory.getILoggerFactory();
  }
}
