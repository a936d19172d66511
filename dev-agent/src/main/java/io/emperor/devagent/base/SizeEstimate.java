package io.emperor.devagent.base;

import org.jspecify.annotations.Nullable;

/**
 * How much room a registration takes. It counts for many times its length: the agent knows it
 * twice, with indexes, and the answers that list it are trees before they are texts.
 */
public final class SizeEstimate {

  private static final int TIMES = 16;

  private SizeEstimate() {}

  /** That of a record, nothing if there is none. */
  public static long of(@Nullable Record known) {
    return known == null ? 0 : (long) TIMES * known.toString().length();
  }

  /** What a request may add, before anybody knows. */
  public static long of(Body body) {
    return (long) TIMES * body.sent().length;
  }
}
