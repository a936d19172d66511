package io.emperor.logging;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/** {@code %plain} in a pattern of Logback's: the message, which can't forge another line. */
public final class MessageConverter extends ClassicConverter {

  /** Made by Logback. */
  public MessageConverter() {}

  @Override
  public String convert(ILoggingEvent event) {
    return PlainText.message(String.valueOf(event.getFormattedMessage()));
  }
}
