package io.emperor.provisioning.handler;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The beginning of what a handler prints, as much as serf lets through: an answer has 1,024 bytes
 * with the name of the node and what else stands in its message, and serf drops a longer one whole.
 * Thread safe.
 */
final class QueryAnswer extends OutputStream {

  private static final int MESSAGE = 1024;

  /** What MessagePack makes of all but the name and the answer, at most, and some to spare. */
  private static final int ENVELOPE = 64;

  private final int longest;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private boolean cut;

  QueryAnswer(SerfSelf self) {
    int name = self.name().getBytes(StandardCharsets.UTF_8).length;
    longest = Math.max(0, MESSAGE - ENVELOPE - name);
  }

  @Override
  public void write(int one) {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    int taken = Math.min(length, longest - kept.size());
    kept.write(bytes, offset, taken);
    cut |= taken < length;
  }

  synchronized byte[] bytes() {
    return kept.toByteArray();
  }

  /** In bytes. */
  int longest() {
    return longest;
  }

  synchronized boolean isCut() {
    return cut;
  }
}
