package io.emperor.consul.registration;

import io.emperor.consul.http.BridgeContext;
import io.emperor.consul.http.Meters;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;

/**
 * What every registered service works with.
 *
 * @param agents where services can be registered
 * @param timer runs nothing that takes time
 * @param context what it measures with
 */
public record RegistrationContext(
    Agents agents, ScheduledExecutorService timer, BridgeContext context) {

  long now() {
    return context.now();
  }

  RandomGenerator random() {
    return context.random();
  }

  Meters meters() {
    return context.meters();
  }
}
