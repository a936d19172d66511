package io.emperor.consul;

import io.emperor.api.Health;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A registered service whose supervisor finds it well again and again, as a healthy app's does. */
final class LivingService implements AutoCloseable {

  private static final int MEASURED_EVERY_MILLIS = 100;

  private final Registration registration;
  private final ScheduledExecutorService supervisor =
      Executors.newSingleThreadScheduledExecutor(new DaemonThreads("living-service"));

  LivingService(Registration registration) {
    this.registration = registration;
    var unused =
        supervisor.scheduleAtFixedRate(
            () -> registration.health(Health.passing()),
            MEASURED_EVERY_MILLIS,
            MEASURED_EVERY_MILLIS,
            TimeUnit.MILLISECONDS);
  }

  Registration registration() {
    return registration;
  }

  @Override
  public void close() {
    supervisor.shutdownNow();
  }
}
