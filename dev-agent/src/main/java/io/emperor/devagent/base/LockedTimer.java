package io.emperor.devagent.base;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Lets the agent do things later, under the store's lock.
 *
 * @param lock runs something under the lock
 */
public record LockedTimer(Timer timer, Consumer<Runnable> lock) {

  /**
   * Does something later. Who cancels it under the lock can rely on that: it does not happen, even
   * if it was due and waited for the lock.
   */
  public Timer.Appointment after(Duration delay, Runnable task) {
    AtomicBoolean cancelled = new AtomicBoolean();
    Timer.Appointment appointment =
        timer.after(
            delay,
            () ->
                lock.accept(
                    () -> {
                      if (!cancelled.get()) {
                        task.run();
                      }
                    }));
    return () -> {
      cancelled.set(true);
      appointment.cancel();
    };
  }

  /** Does something again and again. */
  public void every(Duration period, Runnable task) {
    timer.after(
        period,
        () -> {
          try {
            lock.accept(task);
          } finally {
            every(period, task);
          }
        });
  }
}
