package io.emperor.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;

/**
 * Lets through what the emperor says about itself, and its warnings about vassals; not what vassals
 * say.
 */
final class EmperorLinesFilter extends Filter<ILoggingEvent> {

  @Override
  public FilterReply decide(ILoggingEvent event) {
    return VassalName.of(event).isEmpty() || isWarning(event)
        ? FilterReply.NEUTRAL
        : FilterReply.DENY;
  }

  private static boolean isWarning(ILoggingEvent event) {
    return !(event instanceof RelayedEvent)
        && event.getLevel().isGreaterOrEqual(Level.WARN)
        && event.getLoggerName().startsWith("io.emperor.");
  }
}
