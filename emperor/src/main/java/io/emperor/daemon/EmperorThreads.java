package io.emperor.daemon;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes the emperor's own threads, which are none of an app's. */
final class EmperorThreads {

  private static final int WORKERS = Math.max(4, Runtime.getRuntime().availableProcessors());

  private EmperorThreads() {}

  static ThreadPoolExecutor pool(String name) {
    return new ThreadPoolExecutor(
        WORKERS, WORKERS, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named(name));
  }

  /** There while they have something to do. */
  static ThreadPoolExecutor restingPool(String name) {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            WORKERS, WORKERS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named(name));
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  /**
   * Starts threads that would otherwise be made when they are first needed, perhaps by a thread of
   * an app's: such a thread would be born into that app and keep its classes in memory.
   */
  static void start(ThreadPoolExecutor... pools) {
    for (ThreadPoolExecutor pool : pools) {
      int unused = pool.prestartAllCoreThreads();
    }
    new CompletableFuture<Void>().completeOnTimeout(null, 1, TimeUnit.MILLISECONDS).join();
  }

  static ThreadFactory named(String name) {
    AtomicInteger count = new AtomicInteger();
    ThreadGroup own = Thread.currentThread().getThreadGroup();
    return task -> {
      Thread thread = new Thread(own, task, name + "-" + count.incrementAndGet(), 0, false);
      thread.setContextClassLoader(Emperor.class.getClassLoader());
      thread.setDaemon(true);
      return thread;
    };
  }
}
