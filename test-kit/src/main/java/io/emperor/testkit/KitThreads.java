package io.emperor.testkit;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The threads of one generation, named and grouped as the emperor's. Thread safe. Tests run in
 * their own class loader: there, what these threads leave behind would pile up.
 */
final class KitThreads implements Executor {

  private static final int MOST = 200;
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final ThreadGroup group;
  private final ClassLoader loader;
  private final AtomicInteger count = new AtomicInteger();
  private final ExecutorService requests =
      new ThreadPoolExecutor(
          0, MOST, 2, TimeUnit.SECONDS, new SynchronousQueue<>(), this::newThread);

  KitThreads(String name, int generation, ClassLoader loader) {
    this.group = new ThreadGroup(name + "#" + generation);
    this.loader = loader;
  }

  private Thread newThread(Runnable task) {
    Thread thread =
        new Thread(group, task, group.getName() + "-" + count.incrementAndGet(), 0, false);
    thread.setContextClassLoader(loader);
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void execute(Runnable task) {
    requests.execute(task);
  }

  /**
   * Runs a call on a thread of its own.
   *
   * @param what the call's name for the message, {@code start()} say
   * @throws TimeoutException when the limit is over, with the place where the call is as its cause;
   *     the thread has been interrupted then, and was given a moment
   * @throws Exception what the call has thrown
   */
  <T> T call(String what, Callable<T> task, Duration limit) throws Exception {
    FutureTask<T> answer = new FutureTask<>(task);
    Thread thread = newThread(answer);
    thread.start();
    try {
      return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw thrown(e);
    } catch (TimeoutException e) {
      throw late(what, thread, limit);
    } finally {
      thread.interrupt();
      thread.join(GRACE.toMillis());
    }
  }

  private static Exception thrown(ExecutionException e) {
    if (e.getCause() instanceof Error error) {
      throw error;
    }
    return e.getCause() instanceof Exception exception ? exception : e;
  }

  private static TimeoutException late(String what, Thread thread, Duration limit) {
    Throwable place = new Throwable("where it was then: " + thread.getName());
    place.setStackTrace(thread.getStackTrace());
    TimeoutException late =
        new TimeoutException("%s has not returned within %s".formatted(what, words(limit)));
    late.initCause(place);
    return late;
  }

  private static String words(Duration limit) {
    return limit.toMillis() % 1000 == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
  }

  /** Those that live now. */
  List<Thread> living() {
    Thread[] living = new Thread[2 * MOST];
    return Stream.of(living).limit(group.enumerate(living, true)).toList();
  }

  /** Interrupts what the app has left, and gives it a moment to end. */
  void end() throws InterruptedException {
    var unused = requests.shutdownNow();
    group.interrupt();
    long deadline = System.nanoTime() + GRACE.toNanos();
    for (Thread thread : living()) {
      thread.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
    }
  }
}
