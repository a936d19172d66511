package io.emperor.daemon;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Whether the emperor's own threads still do what they are given: each is given a small thing to do
 * every second, and one that has not done it for long is told of. Thread safe.
 */
final class DaemonPulse {

  /**
   * Longer than any of them works at one thing when all is well, a scan of a slow disk included.
   */
  private static final long LONGEST_NANOS = Duration.ofSeconds(20).toNanos();

  private final LongSupplier clock;
  private final Map<String, Long> lastBeats = new ConcurrentHashMap<>();
  private final Map<String, Long> completed = new ConcurrentHashMap<>();

  DaemonPulse(LongSupplier clock) {
    this.clock = clock;
  }

  /** Watches the timer, and through it those that do what they are given. */
  void watch(ScheduledExecutorService timer, Map<String, ThreadPoolExecutor> others) {
    others.keySet().forEach(this::beat);
    turn(others);
    var unused = timer.scheduleAtFixedRate(() -> turn(others), 1, 1, TimeUnit.SECONDS);
  }

  /** One turn of the timer. */
  void turn(Map<String, ThreadPoolExecutor> others) {
    beat("timer");
    others.forEach(this::look);
  }

  /** What gets on is well, however much waits for it. */
  private void look(String name, ThreadPoolExecutor threads) {
    long done = threads.getCompletedTaskCount();
    Long before = completed.put(name, done);
    if (before == null || before != done) {
      beat(name);
    }
    threads.execute(() -> beat(name));
  }

  void beat(String name) {
    lastBeats.put(name, clock.getAsLong());
  }

  /** Who has not done so for too long, in alphabetical order. */
  List<String> stalled() {
    long now = clock.getAsLong();
    return new TreeMap<>(lastBeats)
        .entrySet().stream()
            .filter(beat -> now - beat.getValue() > LONGEST_NANOS)
            .map(Map.Entry::getKey)
            .toList();
  }
}
