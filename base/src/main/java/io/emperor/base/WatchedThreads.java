package io.emperor.base;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Threads for tasks that are all bounded in time: one that takes much longer hangs, and shows in
 * the watchdog, also while the other threads go on.
 */
public final class WatchedThreads extends ThreadPoolExecutor {

  /** Several times what the longest task takes when an agent is silent at every request of it. */
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final Map<Thread, Long> begun = new ConcurrentHashMap<>();
  private final LoopWatchdog watchdog;

  /**
   * Makes them when they are needed.
   *
   * @param loop what the watchdog calls them
   * @param name what the threads are called
   */
  public WatchedThreads(
      LoopWatchdog watchdog, String loop, int count, BlockingQueue<Runnable> queue, String name) {
    super(count, count, 30, TimeUnit.SECONDS, queue, new DaemonThreads(name));
    this.watchdog = watchdog;
    watchdog.watch(loop, this::isStalled);
  }

  /**
   * Makes them here and now: a thread that an app's call brings into being later would keep the
   * app's classes in memory.
   */
  public static WatchedThreads begun(LoopWatchdog watchdog, String loop, int count, String name) {
    WatchedThreads threads =
        new WatchedThreads(watchdog, loop, count, new LinkedBlockingQueue<>(), name);
    int unused = threads.prestartAllCoreThreads();
    return threads;
  }

  @Override
  protected void beforeExecute(Thread thread, Runnable task) {
    begun.put(thread, watchdog.now());
  }

  @Override
  protected void afterExecute(Runnable task, @Nullable Throwable failure) {
    begun.remove(Thread.currentThread());
  }

  private boolean isStalled(long now) {
    return begun.values().stream().anyMatch(since -> now - since > LONGEST.toNanos());
  }
}
