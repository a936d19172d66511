package io.emperor.http;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/** For how long nothing has been under way. Thread safe, without a lock. */
final class Idleness {

  private final LongSupplier nanoTime;
  private final AtomicInteger underWay = new AtomicInteger();
  private volatile long since;

  /**
   * Begins now.
   *
   * @param nanoTime the time in nanoseconds, from any origin
   */
  Idleness(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    since = nanoTime.getAsLong();
  }

  void begin() {
    underWay.incrementAndGet();
  }

  /** Notes the time first: who sees nothing under way sees that, too. */
  void end() {
    since = nanoTime.getAsLong();
    underWay.decrementAndGet();
  }

  Duration lasts() {
    return underWay.get() > 0
        ? Duration.ZERO
        : Duration.ofNanos(Math.max(0, nanoTime.getAsLong() - since));
  }
}
