package io.emperor.consul;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** Instruments whose meters nobody looks at. */
final class Unmetered {

  private Unmetered() {}

  static Instruments by(LongSupplier clock) {
    return new Instruments(
        clock, RandomGenerator.getDefault(), new Meters(new SimpleMeterRegistry()));
  }
}
