package io.emperor.logging;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;

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
    if (event instanceof RelayedEvent relayed) {
      return relayed.trace();
    }
    return event.getThrowableProxy() instanceof ThrowableProxy proxy
            && proxy.getThrowable() instanceof PrintedTrace printed
        ? printed.text()
        : super.convert(event);
  }
}
