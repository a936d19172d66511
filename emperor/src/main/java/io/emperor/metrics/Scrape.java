package io.emperor.metrics;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
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
   * What is written.
   *
   * @return the whole text
   */
  public ByteBuffer content() {
    return ByteBuffer.wrap(content.toByteArray());
  }

  /** As {@link #content()}, for people. */
  @Override
  public String toString() {
    return content.toString(StandardCharsets.UTF_8);
  }
}
