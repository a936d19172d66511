package io.emperor.vassal.metrics;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.distribution.TimeWindowMax;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * How long requests took whose answers have a status of one class. Measuring one costs some
 * additions, and takes no lock. Thread safe.
 */
final class AnswerTimes {

  /** The upper limits of all buckets but the last, in seconds. */
  static final List<Double> LIMITS = List.of(0.005, 0.025, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0);

  private static final double NANOS = 1e9;
  private static final long[] LIMITS_NANOS =
      LIMITS.stream().mapToLong(seconds -> Math.round(seconds * NANOS)).toArray();

  private final LongAdder[] buckets =
      Stream.generate(LongAdder::new).limit(LIMITS.size() + 1L).toArray(LongAdder[]::new);

  private final LongAdder nanos = new LongAdder();
  private final TimeWindowMax max;

  AnswerTimes(Clock clock) {
    max = Durations.lastMinute(clock);
  }

  void record(long took) {
    int bucket = 0;
    while (bucket < LIMITS_NANOS.length && took > LIMITS_NANOS[bucket]) {
      bucket++;
    }
    buckets[bucket].increment();
    nanos.add(took);
    max.record((double) took, TimeUnit.NANOSECONDS);
  }

  /** How many in each bucket. */
  List<Long> counts() {
    return Stream.of(buckets).map(LongAdder::sum).toList();
  }

  long count() {
    return Stream.of(buckets).mapToLong(LongAdder::sum).sum();
  }

  /** Of all of them, in seconds. */
  double seconds() {
    return nanos.sum() / NANOS;
  }

  /** The longest of the last minute, in seconds; 0 for none. */
  double max() {
    return max.poll(TimeUnit.SECONDS);
  }
}
