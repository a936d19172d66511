package io.emperor.vassal.step;

import io.emperor.vassal.watch.HealthWatch;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** Asks the app from time to time how it is, while it runs. */
final class HealthStep implements Step {

  private final ScheduledExecutorService timer;
  private final LongSupplier nanoTime;
  private final RandomGenerator random;

  HealthStep(StepContext context) {
    timer = context.timer();
    nanoTime = context.nanoTime();
    random = context.random();
  }

  @Override
  public String name() {
    return "health";
  }

  @Override
  public CompletableFuture<Void> run(Generation generation) {
    if (generation.isResting()) {
      return DONE;
    }
    HealthWatch watch =
        new HealthWatch(
            generation.app(),
            generation.config().checkTtl(),
            generation.queue(),
            timer,
            nanoTime,
            random,
            generation.vassal()::measured);
    generation.watches().of(watch);
    watch.start();
    return DONE;
  }

  @Override
  public CompletableFuture<Void> undo(Generation generation) {
    generation.watches().endHealth();
    return DONE;
  }
}
