package io.emperor.runtime;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/**
 * Logback's {@code %vassal}: the vassal that a line is about, or whose own thread wrote it; a dash
 * for the emperor's own lines.
 */
public final class VassalNameConverter extends ClassicConverter {

  /** Made by Logback. */
  public VassalNameConverter() {}

  @Override
  public String convert(ILoggingEvent event) {
    String about = event.getMDCPropertyMap().get("vassal");
    return about == null ? VassalGroup.vassalOf(Thread.currentThread()).orElse("-") : about;
  }
}
