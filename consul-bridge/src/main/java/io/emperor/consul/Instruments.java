package io.emperor.consul;

import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * What every part of the bridge measures with.
 *
 * @param clock nanoseconds, as {@link System#nanoTime}
 * @param random jitter
 * @param meters what operators see of the work
 * @param pulse which loops turn
 */
record Instruments(LongSupplier clock, RandomGenerator random, Meters meters, Pulse pulse) {

  Instruments(LongSupplier clock, RandomGenerator random, Meters meters) {
    this(clock, random, meters, new Pulse(clock));
  }

  long now() {
    return clock.getAsLong();
  }
}
