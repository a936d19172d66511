package io.emperor.consul.session;

import io.emperor.base.DaemonThreads;
import io.emperor.base.LoopWatchdog;
import io.emperor.base.ReportingTimer;
import io.emperor.base.WatchedThreads;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that keep sessions alive: some for requests, which may hang, and one for deadlines,
 * which never waits. After {@link #close} they take every task and run none.
 */
public final class SessionThreads implements Executor, RenewalContext.Timer, AutoCloseable {

  private static final int REQUESTS = 4;

  /** What the deadlines' thread does takes no time. */
  private static final Duration LONGEST_TURN = Duration.ofSeconds(30);

  private final ThreadPoolExecutor requests;
  private final ReportingTimer deadlines = new ReportingTimer(new DaemonThreads("consul-deadline"));

  public SessionThreads(LoopWatchdog watchdog) {
    requests = WatchedThreads.begun(watchdog, "renewals of sessions", REQUESTS, "consul-session");
    deadlines.setRemoveOnCancelPolicy(true);
    int unused = deadlines.prestartAllCoreThreads();
    LoopWatchdog.Turns turns = watchdog.loop("deadlines of sessions", LONGEST_TURN);
    var unusedToo = deadlines.scheduleWithFixedDelay(turns::turned, 1, 1, TimeUnit.SECONDS);
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
