package io.emperor.devagent;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * Lets the agent do things later, under the store's lock.
 *
 * @param lock runs something under the lock
 */
record Clockwork(Timer timer, Consumer<Runnable> lock) {

  void run(Runnable task) {
    lock.accept(task);
  }

  Timer.Appointment after(Duration delay, Runnable task) {
    return timer.after(delay, () -> run(task));
  }

  /** Does something again and again. */
  void every(Duration period, Runnable task) {
    timer.after(
        period,
        () -> {
          try {
            run(task);
          } finally {
            every(period, task);
          }
        });
  }
}
