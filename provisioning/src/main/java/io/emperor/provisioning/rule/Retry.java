package io.emperor.provisioning.rule;

import java.util.function.LongSupplier;

/**
 * When a handler that has failed runs again.
 *
 * @param failLimit so many failures are the end; 0 is no limit
 * @param intervalNanos the pause after one
 * @param nanos the time, from anywhere
 */
record Retry(int failLimit, long intervalNanos, LongSupplier nanos) {

  long now() {
    return nanos.getAsLong();
  }

  boolean isDue(long failedAt) {
    return now() - failedAt >= intervalNanos;
  }

  boolean isTheEnd(int failures) {
    return failLimit > 0 && failures >= failLimit;
  }
}
