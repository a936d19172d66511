package io.emperor.vassal.watch;

import io.emperor.api.Health;
import io.emperor.base.JitteredInterval;
import io.emperor.runtime.App;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks an app how it is, three times within a TTL, and tells; an app that does not answer within
 * such a third is told as critical. Started and ended once.
 */
public final class HealthWatch {

  private static final Logger log = LoggerFactory.getLogger(HealthWatch.class);

  private final App app;
  private final Duration third;
  private final Executor queue;
  private final ScheduledExecutorService timer;
  private final LongSupplier clock;
  private final RandomGenerator random;
  private final Consumer<Health> told;
  private volatile boolean ended;
  private volatile @Nullable Future<?> alarm;

  /** Asks nothing yet. */
  public HealthWatch(
      App app,
      Duration ttl,
      Executor queue,
      ScheduledExecutorService timer,
      LongSupplier clock,
      RandomGenerator random,
      Consumer<Health> told) {
    this.app = app;
    this.third = ttl.dividedBy(3);
    this.queue = queue;
    this.timer = timer;
    this.clock = clock;
    this.random = random;
    this.told = told;
  }

  /** Asks for the first time after the interval: the caller knows the health of this moment. */
  public void start() {
    long delay = new JitteredInterval(third).delay(clock.getAsLong(), random);
    alarm = timer.schedule(this::ask, delay, TimeUnit.NANOSECONDS);
    if (ended) {
      end();
    }
  }

  /** Another one that asks what this one has asked; it is started. */
  public HealthWatch again() {
    HealthWatch next =
        new HealthWatch(app, third.multipliedBy(3), queue, timer, clock, random, told);
    next.start();
    return next;
  }

  public void end() {
    ended = true;
    Future<?> planned = alarm;
    if (planned != null) {
      planned.cancel(false);
    }
  }

  private void ask() {
    if (ended) {
      return;
    }
    try {
      var unused =
          app.health(third)
              .thenAcceptAsync(this::tell, queue)
              .whenComplete((done, failure) -> start());
    } catch (Throwable e) {
      log.error("health could not be asked for; it is tried again", e);
      start();
    }
  }

  private void tell(Health health) {
    if (!ended) {
      told.accept(health);
    }
  }
}
