package io.emperor.devagent.golang;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;

/** The text of a long JSON array, of which only a piece is there at a time. */
public final class JsonRows<T> implements Iterator<byte[]> {

  private static final int PIECE = 64 << 10;

  private final Iterator<T> rows;
  private final Function<T, JsonNode> json;
  private final StringWriter text = new StringWriter();
  private final JsonGenerator generator = JsonText.generator(text);
  private boolean begun;
  private boolean ended;

  public JsonRows(Iterable<T> rows, Function<T, JsonNode> json) {
    this.rows = rows.iterator();
    this.json = json;
  }

  @Override
  public boolean hasNext() {
    return !ended;
  }

  @Override
  public byte[] next() {
    if (ended) {
      throw new NoSuchElementException();
    }
    try {
      return piece();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] piece() throws IOException {
    if (!begun) {
      generator.writeStartArray();
      begun = true;
    }
    while (rows.hasNext() && text.getBuffer().length() < PIECE) {
      JsonText.write(json.apply(rows.next()), generator);
    }
    ended = !rows.hasNext();
    if (ended) {
      generator.writeEndArray();
    }
    generator.flush();
    if (ended) {
      text.append('\n');
    }
    byte[] piece = text.toString().getBytes(StandardCharsets.UTF_8);
    text.getBuffer().setLength(0);
    return piece;
  }
}
