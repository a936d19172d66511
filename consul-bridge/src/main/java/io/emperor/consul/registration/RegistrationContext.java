package io.emperor.consul.registration;

import io.emperor.consul.http.BridgeContext;
import io.emperor.consul.http.Meters;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;

/**
 * What every registered service works with.
 *
 * @param stations where services can be registered
 * @param timer runs nothing that takes time
 * @param instruments what it measures with
 */
public record RegistrationContext(
    Agents stations, ScheduledExecutorService timer, BridgeContext instruments) {

  long now() {
    return instruments.now();
  }

  RandomGenerator random() {
    return instruments.random();
  }

  Meters meters() {
    return instruments.meters();
  }
}
