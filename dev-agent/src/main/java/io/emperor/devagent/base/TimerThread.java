package io.emperor.devagent.base;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread for everything that is to be done later. */
public final class TimerThread implements Timer, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TimerThread.class);

  private final ScheduledThreadPoolExecutor executor;

  public TimerThread() {
    executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "dev-agent-timer");
              thread.setDaemon(true);
              return thread;
            });
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    executor.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy()); // once closed
  }

  @Override
  public Appointment after(Duration delay, Runnable task) {
    Future<?> future = executor.schedule(() -> run(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> future.cancel(false);
  }

  private static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.warn("what was due in the dev agent failed", e);
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
