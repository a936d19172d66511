package io.emperor.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.LayoutBase;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** In a JVM of a vassal's own: one line an event, from which the emperor makes it anew. */
public final class RelayedLines extends LayoutBase<ILoggingEvent> {

  private static final JsonFactory JSON = new JsonFactory();

  /** Escaped, both together stay below {@link RelayedEvent#LONGEST}. */
  private static final int LONGEST_TEXT = 24_000;

  private final TraceConverter traces = new TraceConverter();

  /** Made by Logback. */
  public RelayedLines() {}

  @Override
  public void start() {
    traces.start();
    super.start();
  }

  @Override
  public String doLayout(ILoggingEvent event) {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartArray();
      json.writeString(event.getLevel().toString());
      json.writeString(shortened(event.getLoggerName(), 200));
      json.writeString(shortened(event.getThreadName(), 200));
      json.writeString(shortened(String.valueOf(event.getFormattedMessage()), LONGEST_TEXT));
      json.writeString(shortened(traces.raw(event), LONGEST_TEXT));
      json.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return RelayedEvent.MARK + line.toString() + "\n";
  }

  private static String shortened(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest) + "…";
  }
}
