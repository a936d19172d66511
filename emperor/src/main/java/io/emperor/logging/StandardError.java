package io.emperor.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import java.io.FileDescriptor;
import java.io.FileOutputStream;

/**
 * Writes to the descriptor that the process was started with: an app may lead {@link System#err}
 * elsewhere, and takes no line of the log along.
 */
public final class StandardError extends OutputStreamAppender<ILoggingEvent> {

  /** Made by Logback. */
  public StandardError() {}

  @Override
  public void start() {
    setOutputStream(new FileOutputStream(FileDescriptor.err));
    super.start();
  }

  /** The descriptor is everybody's: what is logged by whoever comes later goes there, too. */
  @Override
  protected void closeOutputStream() {}
}
