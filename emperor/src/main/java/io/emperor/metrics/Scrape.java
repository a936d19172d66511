package io.emperor.metrics;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Everything that was measured at one moment, as it is sent. Immutable. */
public final class Scrape {

  private final String type;
  private final ByteArrayOutputStream content;

  Scrape(String type, ByteArrayOutputStream content) {
    this.type = type;
    this.content = content;
  }

  /**
   * Its format.
   *
   * @return for {@code Content-Type}
   */
  public String type() {
    return type;
  }

  /**
   * Its length.
   *
   * @return bytes
   */
  public int length() {
    return content.size();
  }

  /**
   * Writes it.
   *
   * @param out where to
   * @throws IOException if that can't be written
   */
  public void writeTo(OutputStream out) throws IOException {
    content.writeTo(out);
  }

  /** What is written. */
  @Override
  public String toString() {
    return content.toString(StandardCharsets.UTF_8);
  }
}
