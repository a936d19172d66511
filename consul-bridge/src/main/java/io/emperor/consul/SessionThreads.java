package io.emperor.consul;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that keep sessions alive: some for requests, which may hang, and one for deadlines,
 * which never waits. After {@link #close} they take every task and run none.
 */
final class SessionThreads implements Executor, Keeping.Timer, AutoCloseable {

  private static final int REQUESTS = 4;

  private final ThreadPoolExecutor requests =
      new ThreadPoolExecutor(
          REQUESTS,
          REQUESTS,
          0,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          new DaemonThreads("consul-session"));
  private final ScheduledThreadPoolExecutor deadlines =
      new ScheduledThreadPoolExecutor(1, new DaemonThreads("consul-deadline"));

  SessionThreads() {
    deadlines.setRemoveOnCancelPolicy(true);
    int unused = requests.prestartAllCoreThreads() + deadlines.prestartAllCoreThreads();
  }

  @Override
  public void execute(Runnable request) {
    try {
      requests.execute(request);
    } catch (RejectedExecutionException e) {
      // The bridge is closed: nothing is kept any more.
    }
  }

  @Override
  public Future<?> in(long nanos, Runnable task) {
    try {
      return deadlines.schedule(task, nanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public void close() {
    var unused = deadlines.shutdownNow();
    var unusedToo = requests.shutdownNow();
  }
}
