package io.emperor.runtime.shared;

import io.emperor.http.ServletApp;
import io.emperor.runtime.Pressure;
import io.emperor.runtime.Reinforcement;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Asks for reinforcement once a second, as long as an app is under pressure. Closed once. */
final class QueueWatch implements AutoCloseable {

  private final ServletApp servlets;
  private final Pressure pressure;
  private final Reinforcement reinforcement;
  private final Future<?> looking;

  QueueWatch(
      ServletApp servlets,
      Pressure pressure,
      Reinforcement reinforcement,
      ScheduledExecutorService timer) {
    this.servlets = servlets;
    this.pressure = pressure;
    this.reinforcement = reinforcement;
    servlets.watchQueue(pressure.queue());
    this.looking = timer.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
  }

  private void look() {
    if (servlets.queuedFor().compareTo(pressure.lasting()) >= 0) {
      reinforcement.ask();
    }
  }

  @Override
  public void close() {
    looking.cancel(false);
  }
}
