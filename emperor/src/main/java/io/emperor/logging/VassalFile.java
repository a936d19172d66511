package io.emperor.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.nio.charset.StandardCharsets;

/** Appends to one file. Called by one thread at a time: what sifts events sees to that. */
final class VassalFile extends UnsynchronizedAppenderBase<ILoggingEvent> {

  private final RotatedFile file;
  private final Layout<ILoggingEvent> layout;

  VassalFile(RotatedFile file, Layout<ILoggingEvent> layout) {
    this.file = file;
    this.layout = layout;
  }

  @Override
  protected void append(ILoggingEvent event) {
    file.append(layout.doLayout(event).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void stop() {
    super.stop();
    file.close();
  }
}
