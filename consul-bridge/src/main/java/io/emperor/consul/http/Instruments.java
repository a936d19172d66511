package io.emperor.consul.http;

import io.emperor.base.Pulse;
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
public record Instruments(LongSupplier clock, RandomGenerator random, Meters meters, Pulse pulse) {

  public Instruments(LongSupplier clock, RandomGenerator random, Meters meters) {
    this(clock, random, meters, new Pulse(clock));
  }

  public long now() {
    return clock.getAsLong();
  }
}
