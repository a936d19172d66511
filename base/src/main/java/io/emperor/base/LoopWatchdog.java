package io.emperor.base;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.LongSupplier;

/**
 * Whether loops turn, so that one which hangs shows although it says nothing. Safe for use by many
 * threads.
 */
public final class LoopWatchdog {

  private final LongSupplier clock;
  private final Map<String, Watched> loops = new ConcurrentSkipListMap<>();

  /** Something that can hang. */
  interface Watched {

    /** Whether it has hung for longer than it should, at this moment by the watchdog's clock. */
    boolean isStalled(long now);
  }

  /** One loop's turns. Safe for use by many threads. */
  public final class Turns implements AutoCloseable {

    private final String name;
    private final long longestNanos;
    private volatile long last;

    private Turns(String name, Duration longest) {
      this.name = name;
      this.longestNanos = longest.toNanos();
      this.last = clock.getAsLong();
    }

    /** Says that the loop has turned once more. */
    public void turned() {
      last = clock.getAsLong();
    }

    private boolean isStalled(long now) {
      return now - last > longestNanos;
    }

    /** Says that the loop has ended and need not turn any more. */
    @Override
    public void close() {
      loops.remove(name);
    }
  }

  /**
   * Makes a watchdog of no loops.
   *
   * @param clock nanoseconds, as {@link System#nanoTime}
   */
  public LoopWatchdog(LongSupplier clock) {
    this.clock = clock;
  }

  /**
   * Adds a loop, which has just turned.
   *
   * @param name what {@link #stalled} calls it
   * @param longest how long a turn may take, with the wait for the next one
   * @return to be told of each turn, and of the loop's end
   */
  public Turns loop(String name, Duration longest) {
    Turns turns = new Turns(name, longest);
    watch(name, turns::isStalled);
    return turns;
  }

  void watch(String name, Watched watched) {
    loops.put(name, watched);
  }

  /**
   * The loops that have not turned for longer than they should take.
   *
   * @return their names, in alphabetical order; empty while everything turns
   */
  public List<String> stalled() {
    long now = clock.getAsLong();
    return loops.entrySet().stream()
        .filter(loop -> loop.getValue().isStalled(now))
        .map(Map.Entry::getKey)
        .toList();
  }

  long now() {
    return clock.getAsLong();
  }
}
