package io.emperor.consul;

import io.emperor.consul.http.Instruments;
import io.emperor.consul.http.Meters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** Instruments whose meters nobody looks at. */
public final class Unmetered {

  private Unmetered() {}

  public static Instruments by(LongSupplier clock) {
    return new Instruments(
        clock, RandomGenerator.getDefault(), new Meters(new SimpleMeterRegistry()));
  }
}
