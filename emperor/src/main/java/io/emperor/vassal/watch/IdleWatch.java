package io.emperor.vassal.watch;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether anybody asks anything of an app, and tells if nobody has for long enough; again
 * after as long, because what could not be put to rest may be so later. Used by the vassal's queue
 * alone.
 */
public final class IdleWatch {

  private final Supplier<Duration> idle;
  private final Duration limit;
  private final Executor queue;
  private final ScheduledExecutorService timer;
  private final Runnable told;
  private @Nullable Future<?> next;
  private boolean ended;

  /**
   * Looks at nothing yet.
   *
   * @param idle says how long nobody has asked anything
   * @param limit how long that has to be
   * @param queue the vassal's
   * @param told on the queue
   */
  public IdleWatch(
      Supplier<Duration> idle,
      Duration limit,
      Executor queue,
      ScheduledExecutorService timer,
      Runnable told) {
    this.idle = idle;
    this.limit = limit;
    this.queue = queue;
    this.timer = timer;
    this.told = told;
  }

  /** Looks for the first time after the limit. */
  public void start() {
    lookAfter(limit);
  }

  private void lookAfter(Duration pause) {
    next = timer.schedule(() -> queue.execute(this::look), pause.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void look() {
    if (ended) {
      return;
    }
    Duration rest = limit.minus(idle.get());
    boolean isIdle = rest.isNegative() || rest.isZero();
    lookAfter(isIdle ? limit : rest);
    if (isIdle) {
      told.run();
    }
  }

  /** Tells nothing any more. */
  public void end() {
    ended = true;
    if (next != null) {
      next.cancel(false);
    }
  }
}
