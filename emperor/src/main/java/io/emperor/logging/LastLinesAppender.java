package io.emperor.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.UnsynchronizedAppenderBase;

/** Hands lines about vassals on to {@link LastLines}. */
final class LastLinesAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {

  private final LastLines lines;
  private final Layout<ILoggingEvent> layout;

  LastLinesAppender(LastLines lines, Layout<ILoggingEvent> layout) {
    this.lines = lines;
    this.layout = layout;
  }

  @Override
  protected void append(ILoggingEvent event) {
    VassalName.of(event)
        .filter(lines::isWanted)
        .ifPresent(vassal -> lines.add(vassal, event.getInstant(), layout.doLayout(event)));
  }
}
