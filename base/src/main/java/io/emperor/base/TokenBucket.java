package io.emperor.base;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Lets a burst pass, and from then on one in so much time. For use by one thread at a time. */
public final class TokenBucket {

  private final long burstNanos;
  private final long eachNanos;
  private final LongSupplier clock;
  private long emptyAt;

  public TokenBucket(int burst, Duration each, LongSupplier clock) {
    this.eachNanos = each.toNanos();
    this.burstNanos = burst * eachNanos;
    this.clock = clock;
    this.emptyAt = clock.getAsLong() - burstNanos;
  }

  /** Takes a token and says in how many nanoseconds it is there. */
  public long take() {
    long now = clock.getAsLong();
    long full = now - burstNanos;
    emptyAt = (emptyAt - full < 0 ? full : emptyAt) + eachNanos;
    return Math.max(0, emptyAt - now);
  }
}
