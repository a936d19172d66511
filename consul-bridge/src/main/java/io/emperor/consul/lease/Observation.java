package io.emperor.consul.lease;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Since when something has been seen to stay as it is, by the observer's own monotonic clock: that
 * it changed in between would have been seen by its modify index. Safe for use by many threads.
 */
public final class Observation {

  private static final long UNSEEN = Long.MIN_VALUE;

  private final LongSupplier nanos;
  private long index = UNSEEN; // guarded by this, as is all below
  private long since;
  private int changes;

  public Observation(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * Takes note of what was read.
   *
   * @param index its modify index, 0 if it does not exist
   */
  public synchronized void see(long index) {
    if (this.index != index) {
      changes = this.index == UNSEEN ? 0 : changes + 1;
      this.index = index;
      since = nanos.getAsLong();
    }
  }

  public synchronized long index() {
    return index;
  }

  /** Whether it was seen to change at all. */
  public synchronized boolean hasChanged() {
    return changes > 0;
  }

  public synchronized Duration unchanged() {
    return Duration.ofNanos(Math.max(0, nanos.getAsLong() - since));
  }

  public boolean isUnchangedFor(Duration time) {
    return unchanged().compareTo(time) >= 0;
  }
}
