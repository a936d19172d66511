package io.emperor.logging;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/**
 * {@code %vassal} in a pattern of Logback's: the vassal that a line is about, or whose own thread
 * wrote it; a dash for the emperor's own lines.
 */
public final class VassalNameConverter extends ClassicConverter {

  /** Made by Logback. */
  public VassalNameConverter() {}

  @Override
  public String convert(ILoggingEvent event) {
    return VassalName.of(event).map(PlainText::word).orElse("-");
  }
}
