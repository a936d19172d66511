package io.emperor.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Context;
import ch.qos.logback.core.Layout;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What lines of the log look like. */
public enum LogFormat {
  /** For people. */
  TEXT,
  /** For programs: one object a line. */
  JSON;

  /**
   * The format of a name.
   *
   * @param word {@code text} or {@code json}
   * @return empty for any other word
   */
  public static Optional<LogFormat> named(String word) {
    return Stream.of(values()).filter(format -> format.word().equals(word)).findFirst();
  }

  /**
   * The name that users give it.
   *
   * @return the word
   */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  Layout<ILoggingEvent> layout(Context context) {
    Layout<ILoggingEvent> layout = this == JSON ? new JsonLines() : new TextLines();
    layout.setContext(context);
    layout.start();
    return layout;
  }
}
