package io.emperor.runtime.shared;

import io.emperor.runtime.AppFailure;
import io.emperor.runtime.Failure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The threads that run one app's code. They come when there is work, go when there has been none
 * for two seconds, and end with the app, so that nothing pins its class loader. Thread safe.
 */
final class AppThreads implements Executor {

  private static final int MOST = 200;

  private final ThreadGroup group;
  private final LeftThreads left;
  private final ThreadFactory factory;
  private final ThreadPoolExecutor pool;
  private final ScheduledExecutorService timer;

  AppThreads(String vassal, int generation, ClassLoader loader, ScheduledExecutorService timer) {
    this.timer = timer;
    group = new VassalGroup(vassal, generation);
    left = new LeftThreads(group, loader);
    AtomicInteger count = new AtomicInteger();
    factory =
        task -> {
          Thread thread =
              new Thread(group, task, group.getName() + "-" + count.incrementAndGet(), 0, false);
          thread.setContextClassLoader(loader);
          thread.setDaemon(true);
          return thread;
        };
    pool =
        new ThreadPoolExecutor(
            0, MOST, 2, TimeUnit.SECONDS, new HandOver(), factory, AppThreads::queue);
  }

  @Override
  public void execute(Runnable task) {
    pool.execute(task);
  }

  /**
   * Runs a call within a time limit, on a thread of its own: requests that hang can't keep an app
   * from being asked or stopped.
   *
   * @param what the call's name for the message, {@code start()} say
   * @return fails with {@link TimeoutException} when the limit is over; the thread is interrupted
   *     then
   */
  <T> CompletableFuture<T> call(String what, Callable<T> task, Duration limit) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    CallThread thread = new CallThread();
    try {
      factory.newThread(() -> thread.run(task, answer)).start();
    } catch (Throwable e) {
      return CompletableFuture.failedFuture(e);
    }
    Future<?> alarm =
        timer.schedule(
            () ->
                answer.completeExceptionally(
                    new TimeoutException(
                        "%s has not returned within %s".formatted(what, words(limit)))),
            limit.toNanos(),
            TimeUnit.NANOSECONDS);
    var unused =
        answer.whenComplete(
            (value, failure) -> {
              alarm.cancel(false);
              if (failure != null) {
                thread.interrupt();
              }
            });
    return answer;
  }

  /** Ends the threads for requests, and interrupts every other thread that the app still has. */
  void end() {
    List<Runnable> unused = pool.shutdownNow();
    left.interrupt();
    left.tellLater(timer);
  }

  private static String words(Duration limit) {
    return limit.toMillis() % 1000 == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
  }

  private static void queue(Runnable task, ThreadPoolExecutor pool) {
    if (pool.isShutdown()) {
      throw new RejectedExecutionException("the app has ended");
    }
    ((HandOver) pool.getQueue()).append(task);
  }

  /** Accepts a task only when a thread waits for one, so that the pool grows before it queues. */
  private static final class HandOver extends LinkedTransferQueue<Runnable> {
    private static final long serialVersionUID = 1L;

    @Override
    public boolean offer(Runnable task) {
      return tryTransfer(task);
    }

    /** Queues a task for when every thread is busy and no more may come. */
    void append(Runnable task) {
      boolean unused = super.offer(task);
    }
  }

  /** The thread that a call is on, as long as it is. */
  private static final class CallThread {
    private @Nullable Thread thread;

    <T> void run(Callable<T> task, CompletableFuture<T> answer) {
      synchronized (this) {
        if (answer.isDone()) {
          return;
        }
        thread = Thread.currentThread();
      }
      try {
        answer.complete(task.call());
      } catch (Throwable e) {
        // Its words are the app's code, too: they are taken here, and nothing of the app goes on.
        answer.completeExceptionally(new AppFailure(Failure.withCauses(e), Failure.trace(e)));
      } finally {
        synchronized (this) {
          thread = null;
          Thread.interrupted();
        }
      }
    }

    synchronized void interrupt() {
      if (thread != null) {
        thread.interrupt();
      }
    }
  }
}
