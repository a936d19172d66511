package io.emperor.base;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One thread for what is to be done later or again and again. What a task throws reaches the
 * thread's handler of uncaught exceptions, where the plain executor keeps it to itself. A task that
 * is to come again does so all the same, where the plain executor forgets it for good. Thread safe.
 */
public final class ReportingTimer extends ScheduledThreadPoolExecutor {

  /**
   * Makes a timer.
   *
   * @param threads makes its thread
   */
  public ReportingTimer(ThreadFactory threads) {
    super(1, threads);
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable task, long initialDelay, long period, TimeUnit unit) {
    return super.scheduleAtFixedRate(() -> surviving(task), initialDelay, period, unit);
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable task, long initialDelay, long delay, TimeUnit unit) {
    return super.scheduleWithFixedDelay(() -> surviving(task), initialDelay, delay, unit);
  }

  private static void surviving(Runnable task) {
    try {
      task.run();
    } catch (Throwable thrown) {
      report(thrown);
    }
  }

  @Override
  protected void afterExecute(Runnable task, @Nullable Throwable thrown) {
    super.afterExecute(task, thrown);
    if (task instanceof Future<?> future && future.isDone() && !future.isCancelled()) {
      tell(future);
    }
  }

  private static void tell(Future<?> future) {
    try {
      Object unused = future.get();
    } catch (ExecutionException e) {
      report(e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the timer is shut down
    }
  }

  private static void report(Throwable thrown) {
    Thread thread = Thread.currentThread();
    thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
  }
}
