package io.emperor.consul;

import io.emperor.api.Health;
import io.emperor.base.DaemonThreads;
import io.emperor.consul.registration.Registration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A registered service whose supervisor finds it well again and again, as a healthy app's does. */
public final class LivingService implements AutoCloseable {

  private static final int MEASURED_EVERY_MILLIS = 100;

  private final Registration registration;
  private final ScheduledExecutorService supervisor =
      Executors.newSingleThreadScheduledExecutor(new DaemonThreads("living-service"));

  public LivingService(Registration registration) {
    this.registration = registration;
    var unused =
        supervisor.scheduleAtFixedRate(
            () -> registration.health(Health.passing()),
            MEASURED_EVERY_MILLIS,
            MEASURED_EVERY_MILLIS,
            TimeUnit.MILLISECONDS);
  }

  public Registration registration() {
    return registration;
  }

  @Override
  public void close() {
    supervisor.shutdownNow();
  }
}
