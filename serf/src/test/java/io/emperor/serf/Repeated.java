package io.emperor.serf;

import java.io.InputStream;

/** The same bytes again and again. */
final class Repeated extends InputStream {

  private final byte[] bytes;
  private int at;

  Repeated(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public int read() {
    byte next = bytes[at];
    at = (at + 1) % bytes.length;
    return next & 0xff;
  }
}
