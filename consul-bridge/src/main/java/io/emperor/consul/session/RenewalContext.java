package io.emperor.consul.session;

import io.emperor.base.Backoff;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * What every session that is kept alive works with.
 *
 * @param calls requests, each with a short limit of time
 * @param requests runs requests; takes everything
 * @param timer runs what never waits, on time whatever requests do
 * @param clock nanoseconds, as {@link System#nanoTime}
 * @param random jitter
 */
public record RenewalContext(
    SessionCalls calls,
    Executor requests,
    Timer timer,
    LongSupplier clock,
    RandomGenerator random) {

  private static final int FIRST_MILLIS = 200;
  private static final int LONGEST_MILLIS = 1000;

  /** Runs tasks later. */
  interface Timer {

    /**
     * Runs a task after some time.
     *
     * @return to cancel it
     */
    Future<?> in(long nanos, Runnable task);
  }

  public long now() {
    return clock.getAsLong();
  }

  public SessionLifetime lease(long sentAt, Duration ttl) {
    return new SessionLifetime(sentAt, ttl, clock, random);
  }

  Backoff backoff() {
    return new Backoff(FIRST_MILLIS, LONGEST_MILLIS, random);
  }
}
