package io.emperor.consul;

import io.emperor.api.ConsulException;
import io.emperor.api.ConsulException.Applied;
import io.emperor.api.ConsulException.Kind;
import io.emperor.base.LoopWatchdog;
import io.emperor.base.WatchedThreads;
import io.emperor.consul.registration.AgentConnection;
import io.emperor.consul.registration.SeenService;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Looks at services as agents show them and at the fleet, for operators. However many ask, it takes
 * few threads and connections, and nobody waits for long.
 */
final class Inspector implements AutoCloseable {

  private static final int THREADS = 2;
  private static final int WAITING = 32;
  private static final int LIMIT_SECONDS = 5;

  private final ScheduledExecutorService timer;
  private final ThreadPoolExecutor threads;

  Inspector(ScheduledExecutorService timer, LoopWatchdog watchdog) {
    this.timer = timer;
    this.threads =
        new WatchedThreads(
            watchdog,
            "looks at services",
            THREADS,
            new ArrayBlockingQueue<>(WAITING),
            "consul-inspector");
    threads.allowCoreThreadTimeOut(true);
  }

  CompletionStage<SeenService> seen(AgentConnection connection, String serviceId) {
    return look(
        "looking at service '" + serviceId + "'",
        () -> connection.services().seen(connection.agent(), serviceId));
  }

  /**
   * Looks at something.
   *
   * @param what the look in words
   */
  <T> CompletionStage<T> look(String what, Callable<T> look) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    try {
      Future<?> limit =
          timer.schedule(
              () -> answer.completeExceptionally(failure(what, "took too long")),
              LIMIT_SECONDS,
              TimeUnit.SECONDS);
      var unused = answer.whenComplete((seen, failure) -> limit.cancel(false));
      threads.execute(() -> look(look, answer));
    } catch (RejectedExecutionException e) {
      answer.completeExceptionally(
          failure(what, "is not begun: too many wait for such looks, or the bridge is closed"));
    }
    return answer.minimalCompletionStage();
  }

  private static <T> void look(Callable<T> look, CompletableFuture<T> answer) {
    if (answer.isDone()) {
      return;
    }
    try {
      answer.complete(look.call());
    } catch (Throwable t) {
      answer.completeExceptionally(t);
    }
  }

  private static ConsulException failure(String what, String how) {
    return new ConsulException(
        Kind.UNAVAILABLE, Applied.NO, what + " " + how + "; try again later", null);
  }

  @Override
  public void close() {
    var unused = threads.shutdownNow();
  }
}
