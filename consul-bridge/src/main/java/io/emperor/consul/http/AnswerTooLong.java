package io.emperor.consul.http;

import java.io.IOException;

/** An answer that is not read to its end, because the memory is for other things, too. */
public final class AnswerTooLong extends IOException {

  private static final long serialVersionUID = 1L;

  private static final long MEBIBYTE = 1 << 20;
  private static final long LEAST = 4 * MEBIBYTE;
  private static final long MOST = 64 * MEBIBYTE;
  private static final int PART_OF_HEAP = 16;

  AnswerTooLong(long limit) {
    super("longer than " + limit / MEBIBYTE + " MiB");
  }

  /**
   * The longest answer that is read, in bytes: a sixteenth of the heap. What is made of it takes
   * several times as much. A thousand instances of a service are about one MiB.
   */
  public static long limit() {
    return Math.max(LEAST, Math.min(MOST, Runtime.getRuntime().maxMemory() / PART_OF_HEAP));
  }
}
