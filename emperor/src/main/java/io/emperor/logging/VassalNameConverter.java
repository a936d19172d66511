package io.emperor.logging;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/**
 * {@code %vassal} in a pattern of Logback's: the vassal that a line is about, or whose own thread
 * wrote it; a dash for the emperor's own lines, or another name that these have been given.
 */
public final class VassalNameConverter extends ClassicConverter {

  /** The property of a context that is the name of lines about no vassal. */
  static final String OWN = "own";

  /** Made by Logback. */
  public VassalNameConverter() {}

  @Override
  public String convert(ILoggingEvent event) {
    return VassalName.of(event).map(PlainText::word).orElseGet(() -> own(event));
  }

  private static String own(ILoggingEvent event) {
    return event.getLoggerContextVO().getPropertyMap().getOrDefault(OWN, "-");
  }
}
