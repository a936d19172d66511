package io.emperor.provisioning.handler;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;

/** The beginning of what a handler prints, as long as an answer may be. Thread safe. */
final class QueryAnswer extends OutputStream {

  /** What serf lets through, in bytes, with what it says about it. */
  static final int LONGEST = 1024;

  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private boolean cut;

  @Override
  public void write(int one) {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    int taken = Math.min(length, LONGEST - kept.size());
    kept.write(bytes, offset, taken);
    cut |= taken < length;
  }

  synchronized byte[] bytes() {
    return kept.toByteArray();
  }

  synchronized boolean isCut() {
    return cut;
  }
}
