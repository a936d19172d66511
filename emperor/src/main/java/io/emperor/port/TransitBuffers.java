package io.emperor.port;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The buffers of one loop: a single one, which all bytes pass, and those that are kept by
 * connections whose readers did not take all of it at once. Confined to the loop's thread.
 */
final class TransitBuffers {

  static final int SIZE = 32 * 1024;

  /** So many are kept for the next ones: to make one takes long. */
  private static final int MOST_SPARE = 128;

  private final int most;
  private final Deque<ByteBuffer> spare = new ArrayDeque<>();
  private ByteBuffer passing = ByteBuffer.allocateDirect(SIZE);
  private final AtomicInteger kept = new AtomicInteger();

  /**
   * Makes one.
   *
   * @param most how many may be kept by connections at a time
   */
  TransitBuffers(int most) {
    this.most = most;
  }

  /** The one that all bytes pass, empty. Good until the next call. */
  ByteBuffer passing() {
    return passing.clear();
  }

  /**
   * Leaves the buffer that bytes pass to whoever has filled it, who gives it back.
   *
   * @throws IOException if so many are kept that this one can't be
   */
  void keepPassing() throws IOException {
    if (kept.get() == most) {
      throw new IOException("no memory is left for bytes that are not read: " + most + " buffers");
    }
    ByteBuffer next = spare.poll();
    passing = next == null ? ByteBuffer.allocateDirect(SIZE) : next;
    kept.incrementAndGet();
  }

  void giveBack(ByteBuffer buffer) {
    kept.decrementAndGet();
    if (spare.size() < MOST_SPARE) {
      spare.push(buffer);
    }
  }

  /** How many connections keep one; on any thread. */
  int kept() {
    return kept.get();
  }
}
