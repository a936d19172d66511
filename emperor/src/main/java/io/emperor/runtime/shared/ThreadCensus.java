package io.emperor.runtime.shared;

import io.emperor.logging.VassalName;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How many threads each vassal has in this JVM, those too that its app has made by itself, of all
 * generations that have any left. Everybody who asks within a second gets the same count, so that
 * asking for a thousand vassals costs no more than for one. Thread safe.
 */
public final class ThreadCensus {

  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Threads may begin while they are counted. */
  private static final int SPARE = 64;

  private final LongSupplier nanoTime;
  private Map<String, Integer> counts = Map.of(); // guarded by this
  private long takenAt; // guarded by this
  private boolean taken; // guarded by this

  /**
   * Counts nothing yet.
   *
   * @param nanoTime the time, in nanoseconds since whenever
   */
  public ThreadCensus(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * How many threads a vassal has.
   *
   * @param vassal its name
   * @return 0 for one that has none, or that is not known
   */
  public synchronized int of(String vassal) {
    long now = nanoTime.getAsLong();
    if (!taken || now - takenAt >= FRESH_NANOS) {
      counts = count();
      takenAt = now;
      taken = true;
    }
    return counts.getOrDefault(vassal, 0);
  }

  private static Map<String, Integer> count() {
    Map<String, Integer> counts = new HashMap<>();
    ThreadGroup all = root();
    Thread[] threads = new Thread[all.activeCount() + SPARE];
    int living = all.enumerate(threads, true);
    for (int i = 0; i < living; i++) {
      Optional<String> vassal = VassalName.of(threads[i]);
      vassal.ifPresent(name -> counts.merge(name, 1, Integer::sum));
    }
    return counts;
  }

  private static ThreadGroup root() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    while (group.getParent() != null) {
      group = group.getParent();
    }
    return group;
  }
}
