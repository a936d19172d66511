package io.emperor.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.LayoutBase;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** One JSON object a line and an event. */
final class JsonLines extends LayoutBase<ILoggingEvent> {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX", Locale.ROOT);
  private static final JsonFactory JSON = new JsonFactory();

  private final TraceConverter traces = new TraceConverter();

  @Override
  public void start() {
    traces.start();
    super.start();
  }

  @Override
  public String doLayout(ILoggingEvent event) {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      write(event, json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return PlainText.json(line.toString()) + "\n";
  }

  private void write(ILoggingEvent event, JsonGenerator json) throws IOException {
    json.writeStringField("time", TIME.format(event.getInstant().atZone(ZoneId.systemDefault())));
    json.writeStringField("level", event.getLevel().toString());
    Optional<String> vassal = VassalName.of(event);
    if (vassal.isPresent()) {
      json.writeStringField("vassal", vassal.get());
    }
    json.writeStringField("logger", event.getLoggerName());
    json.writeStringField("thread", event.getThreadName());
    json.writeStringField("message", event.getFormattedMessage());
    String trace = traces.raw(event);
    if (!trace.isEmpty()) {
      json.writeStringField("exception", trace);
    }
  }
}
