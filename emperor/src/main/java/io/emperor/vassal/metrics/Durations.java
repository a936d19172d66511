package io.emperor.vassal.metrics;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.distribution.TimeWindowMax;
import java.util.concurrent.TimeUnit;

/**
 * How long something took that happens now and then. Written by one thread at a time, read by any.
 */
final class Durations {

  private static final double NANOS = 1e9;
  private static final long ROTATION_MILLIS = 20_000;
  private static final int ROTATIONS = 3;

  private final TimeWindowMax max;
  private volatile Sum sum = new Sum(0, 0);

  private record Sum(long count, double seconds) {}

  Durations(Clock clock) {
    max = lastMinute(clock);
  }

  static TimeWindowMax lastMinute(Clock clock) {
    return new TimeWindowMax(clock, ROTATION_MILLIS, ROTATIONS);
  }

  void record(long nanos) {
    Sum before = sum;
    sum = new Sum(before.count + 1, before.seconds + nanos / NANOS);
    max.record((double) nanos, TimeUnit.NANOSECONDS);
  }

  long count() {
    return sum.count;
  }

  /** Of all of them, in seconds. */
  double seconds() {
    return sum.seconds;
  }

  /** The longest of the last minute, in seconds; 0 for none. */
  double max() {
    return max.poll(TimeUnit.SECONDS);
  }
}
