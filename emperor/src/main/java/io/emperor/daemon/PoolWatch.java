package io.emperor.daemon;

import io.emperor.base.LoopWatchdog;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Whether the emperor's own threads still do what they are given: each is given a small thing to do
 * every second, and one that has not done it for long is told of. Thread safe.
 */
final class PoolWatch {

  /**
   * Longer than any of them works at one thing when all is well, a scan of a slow disk included.
   */
  private static final Duration LONGEST = Duration.ofSeconds(20);

  private final LoopWatchdog watchdog;
  private final Map<String, LoopWatchdog.Turns> turns = new ConcurrentHashMap<>();
  private final Map<String, Long> completed = new ConcurrentHashMap<>();

  /**
   * Watches none yet.
   *
   * @param clock nanoseconds, as {@link System#nanoTime}
   */
  PoolWatch(LongSupplier clock) {
    watchdog = new LoopWatchdog(clock);
  }

  /** Watches the timer, and through it those that do what they are given. */
  void watch(ScheduledExecutorService timer, Map<String, ThreadPoolExecutor> pools) {
    pools.keySet().forEach(this::turned);
    turn(pools);
    var unused = timer.scheduleAtFixedRate(() -> turn(pools), 1, 1, TimeUnit.SECONDS);
  }

  /** One turn of the timer. */
  void turn(Map<String, ThreadPoolExecutor> pools) {
    turned("timer");
    pools.forEach(this::look);
  }

  /** What gets on is well, however much waits for it. */
  private void look(String name, ThreadPoolExecutor threads) {
    long done = threads.getCompletedTaskCount();
    Long before = completed.put(name, done);
    if (before == null || before != done) {
      turned(name);
    }
    threads.execute(() -> turned(name));
  }

  private void turned(String name) {
    turns.computeIfAbsent(name, key -> watchdog.loop(key, LONGEST)).turned();
  }

  /** Who has not done so for too long, in alphabetical order. */
  List<String> stalled() {
    return watchdog.stalled();
  }
}
