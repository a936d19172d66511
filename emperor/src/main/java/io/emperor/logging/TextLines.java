package io.emperor.logging;

import ch.qos.logback.classic.PatternLayout;

/**
 * One line an event: time, level, the vassal it is about (or "-" for the emperor), what happened.
 * What an event has more, lines of its message and a stack trace, follows indented, so that a line
 * that begins with a time is always an event.
 */
public final class TextLines extends PatternLayout {

  /** Made by Logback, which sets the context. */
  public TextLines() {
    getInstanceConverterMap().put("vassal", VassalNameConverter::new);
    getInstanceConverterMap().put("plain", MessageConverter::new);
    getInstanceConverterMap().put("trace", TraceConverter::new);
    setPattern("%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level %vassal: %plain%n%trace");
  }
}
