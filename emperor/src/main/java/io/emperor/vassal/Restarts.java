package io.emperor.vassal;

import io.emperor.vassal.status.StatusRecorder;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * When a vassal is tried again by itself: how long it waits for that, and the timer. Used by its
 * supervisor's queue alone.
 */
final class Restarts {

  private final Executor queue;
  private final StatusRecorder status;
  private final RestartBudget budget;
  private final ScheduledExecutorService timer;
  private final Clock clock;
  private final RandomGenerator random;
  private @Nullable Future<?> planned;

  Restarts(SupervisorContext context, Executor queue, StatusRecorder status) {
    this.queue = queue;
    this.status = status;
    budget = new RestartBudget(context.restarts());
    timer = context.timer();
    clock = context.clock();
    random = context.random();
  }

  /** Nothing that was counts any more. */
  void beginAnew() {
    budget.beginAnew();
  }

  /** A generation serves from now on. */
  void serves() {
    budget.serves(clock.instant());
  }

  /** Notes whether the app has answered; answers whether it has not for longer than the limit. */
  boolean isSilentTooLong(boolean silent, Duration limit) {
    return budget.isSilentTooLong(silent, clock.instant(), limit);
  }

  /** A start has failed; answers the delay before the next attempt. */
  Duration afterFailedStart() {
    return budget.afterFailedStart();
  }

  /** What served is gone; answers the delay before the next attempt. */
  Duration afterCrash(boolean pause) {
    return budget.afterCrash(clock.instant(), pause);
  }

  /** Plans an attempt: up to a tenth earlier, so that what crashed together is not one crowd. */
  void plan(Duration delay, Runnable attempt) {
    long nanos = (long) (delay.toNanos() * (1 - random.nextDouble() / 10));
    cancel();
    status.planned(clock.instant().plusNanos(nanos));
    planned = timer.schedule(() -> queue.execute(attempt), nanos, TimeUnit.NANOSECONDS);
  }

  /** What is on its way to the queue comes in any case. */
  void cancel() {
    if (planned != null) {
      planned.cancel(false);
    }
  }
}
