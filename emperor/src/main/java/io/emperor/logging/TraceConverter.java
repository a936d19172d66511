package io.emperor.logging;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/**
 * {@code %trace} in a pattern of Logback's: the whole stack trace, which can't forge another line;
 * nothing if there is none.
 */
public final class TraceConverter extends ThrowableProxyConverter {

  /** Made by Logback. */
  public TraceConverter() {}

  @Override
  public String convert(ILoggingEvent event) {
    return PlainText.trace(raw(event));
  }

  /** The stack trace as it is, empty if there is none. */
  String raw(ILoggingEvent event) {
    return event instanceof RelayedEvent relayed ? relayed.trace() : super.convert(event);
  }
}
