package io.emperor.consul.session;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * How long a session certainly exists: a TTL from the moment before the last renewal that succeeded
 * was sent. Consul counts from a later moment, so it is never the first to end it. What is over
 * stays over. Safe for use by many threads.
 */
public final class SessionLifetime {

  private final LongSupplier clock;
  private final RandomGenerator random;
  private long ttl; // nanoseconds; guarded by this, as is all below
  private long sentAt;
  private boolean over;

  /**
   * Begins with a session that was just created.
   *
   * @param sentAt the clock at the moment before the request was sent
   * @param ttl how long the session lives without a renewal
   * @param clock nanoseconds, as {@link System#nanoTime}
   * @param random jitter
   */
  SessionLifetime(long sentAt, Duration ttl, LongSupplier clock, RandomGenerator random) {
    this.sentAt = sentAt;
    this.ttl = ttl.toNanos();
    this.clock = clock;
    this.random = random;
  }

  synchronized boolean holds() {
    over = over || leftNow() <= 0;
    return !over;
  }

  synchronized Duration ttl() {
    return Duration.ofNanos(ttl);
  }

  /**
   * Counts a renewal that succeeded. One whose answer came when it was over changes nothing.
   *
   * @param sentAt the clock at the moment before the request was sent
   * @param ttl the TTL as Consul answered it
   */
  synchronized void renew(long sentAt, Duration ttl) {
    long nanos = ttl.toNanos();
    if (holds()) {
      this.sentAt = sentAt;
      this.ttl = nanos;
    }
  }

  synchronized void end() {
    over = true;
  }

  /** Nanoseconds until it is over if it is not renewed; 0 once it is. */
  synchronized long nanosLeft() {
    return holds() ? Math.max(1, leftNow()) : 0;
  }

  private long leftNow() {
    return sentAt + ttl - clock.getAsLong();
  }

  /** Nanoseconds until the next renewal: a third of the TTL or a bit less after the last one. */
  synchronized long nanosToRenewal() {
    long third = ttl / 3;
    long jittered = third - random.nextLong(third / 5 + 1);
    return Math.max(0, sentAt + jittered - clock.getAsLong());
  }
}
