package io.emperor.consul;

import io.emperor.consul.http.BridgeContext;
import io.emperor.consul.http.Meters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** Instruments whose meters nobody looks at. */
public final class Unmetered {

  private Unmetered() {}

  public static BridgeContext by(LongSupplier clock) {
    return new BridgeContext(
        clock, RandomGenerator.getDefault(), new Meters(new SimpleMeterRegistry()));
  }
}
