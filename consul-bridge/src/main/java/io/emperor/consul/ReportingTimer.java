package io.emperor.consul;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * One thread for what is to be done later or again and again. What a task throws reaches the
 * thread's handler of uncaught exceptions, where the plain executor keeps it to itself: a task that
 * was to come again does not, and somebody has to know. Thread safe.
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
      Thread thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the timer is shut down
    }
  }
}
