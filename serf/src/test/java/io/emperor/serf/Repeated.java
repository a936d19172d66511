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

  @Override
  public int read(byte[] into, int from, int length) {
    for (int i = 0; i < length; i++) {
      into[from + i] = (byte) read();
    }
    return length;
  }
}
