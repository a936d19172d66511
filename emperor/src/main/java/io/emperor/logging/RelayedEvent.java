package io.emperor.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/** What an app in a JVM of its own has logged there, as it comes out of that JVM. */
public final class RelayedEvent extends LoggingEvent {

  /** What such a line begins with; nothing that people print does. */
  public static final char MARK = '\u0001';

  /** Characters that such a line may have. */
  public static final int LONGEST = 300_000;

  private static final JsonFactory JSON = new JsonFactory();
  private static final int WORDS = 5;

  private final String trace;

  private RelayedEvent(List<String> words, String vassal) {
    setInstant(Instant.now());
    setLevel(Level.toLevel(words.get(0), Level.INFO));
    setLoggerName(words.get(1));
    setThreadName(words.get(2));
    setMessage(words.get(3));
    trace = words.get(4);
    setMDCPropertyMap(Map.of("vassal", vassal));
  }

  /** The stack trace, empty if there is none. */
  String trace() {
    return trace;
  }

  /**
   * Writes a line to the log with the level, the logger and the thread that it had.
   *
   * @param line what came out of the JVM
   * @param vassal whose JVM it is
   * @return the message; empty if the line is no such event, and nothing was written
   */
  public static Optional<String> log(String line, String vassal) {
    if (line.isEmpty() || line.charAt(0) != MARK) {
      return Optional.empty();
    }
    return words(line.substring(1))
        .map(
            words -> {
              new RelayedEvent(words, vassal).log();
              return words.get(3);
            });
  }

  private static Optional<List<String>> words(String line) {
    try (JsonParser json = JSON.createParser(line)) {
      if (json.nextToken() != JsonToken.START_ARRAY) {
        return Optional.empty();
      }
      List<String> words = new ArrayList<>();
      while (json.nextToken() == JsonToken.VALUE_STRING) {
        words.add(json.getText());
      }
      return Optional.of(words).filter(all -> all.size() == WORDS);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private void log() {
    Logger logger = nearest((LoggerContext) LoggerFactory.getILoggerFactory(), getLoggerName());
    if (logger.isEnabledFor(getLevel())) {
      logger.callAppenders(this);
    }
  }

  /** Loggers are never forgotten, and another process could name any number of them. */
  private static Logger nearest(LoggerContext context, String name) {
    for (String known = name; !known.isEmpty(); known = parent(known)) {
      Logger logger = context.exists(known);
      if (logger != null) {
        return logger;
      }
    }
    return context.getLogger(Logger.ROOT_LOGGER_NAME);
  }

  private static String parent(String name) {
    return name.substring(0, Math.max(0, name.lastIndexOf('.')));
  }
}
