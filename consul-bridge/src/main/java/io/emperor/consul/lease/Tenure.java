package io.emperor.consul.lease;

import io.emperor.consul.lease.LeaseClock.Moment;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * For how long this emperor certainly holds its lease: a renew deadline from the moment before the
 * last renewal that was acknowledged was sent. What is over stays over. Safe for use by many
 * threads.
 */
public final class Tenure {

  private static final AtomicLong COUNT = new AtomicLong();

  private final long number = COUNT.incrementAndGet();
  private final LeaseHold hold;
  private final LeaseClock clock;
  private final long deadline; // nanoseconds
  private Moment sentAt; // guarded by this, as is over
  private boolean over;

  /**
   * Begins one.
   *
   * @param sentAt the moment before the write with which it began was sent
   */
  public Tenure(LeaseHold hold, LeaseClock clock, Duration renewDeadline, Moment sentAt) {
    this.hold = hold;
    this.clock = clock;
    this.deadline = renewDeadline.toNanos();
    this.sentAt = sentAt;
  }

  /** What in Consul says that the lease is this emperor's. */
  public LeaseHold hold() {
    return hold;
  }

  /** Differs for every tenure of this process. */
  public long number() {
    return number;
  }

  public boolean isHeld() {
    return remaining() > 0;
  }

  /** Nanoseconds until it is over if it is not renewed; 0 once it is. */
  public synchronized long remaining() {
    long left = over ? 0 : deadline - age();
    over = left <= 0;
    return Math.max(0, left);
  }

  /** When it is over if it is not renewed: nanoseconds since the machine was started. */
  public synchronized long heldUntil() {
    return over ? 0 : sentAt.sinceBoot() + deadline;
  }

  /** Nanoseconds since the last renewal was sent. */
  public synchronized long age() {
    return sentAt.until(clock.now());
  }

  /** The moment at which the last renewal was sent. */
  public synchronized Moment sentAt() {
    return sentAt;
  }

  /** Counts a renewal. One that was acknowledged when it was over changes nothing. */
  public synchronized void renewed(Moment sentAt) {
    if (isHeld()) {
      this.sentAt = sentAt;
    }
  }

  public synchronized void end() {
    over = true;
  }
}
