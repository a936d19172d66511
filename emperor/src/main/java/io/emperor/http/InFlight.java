package io.emperor.http;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what is under way, and closes the door when nothing is. Thread safe. */
final class InFlight {

  private static final int CLOSED = Integer.MIN_VALUE;
  private static final long FREE = Long.MIN_VALUE;

  private final AtomicInteger count = new AtomicInteger();
  private final CompletableFuture<Void> drained = new CompletableFuture<>();
  private volatile boolean draining;
  private volatile int queue = Integer.MAX_VALUE;
  private volatile long since = FREE; // when there were as many as the queue

  /** Counts one in, unless the door is closed. */
  boolean enter() {
    int now = count.updateAndGet(n -> n == CLOSED ? CLOSED : n + 1);
    if (now == queue) {
      since = System.nanoTime();
    }
    return now != CLOSED;
  }

  void leave() {
    if (count.decrementAndGet() == queue - 1) {
      since = FREE;
    }
    closeIfDrained();
  }

  /** Has it noted from when on so many are under way. */
  void watch(int many) {
    queue = many;
  }

  /**
   * How long as many as are watched for have been under way without a break; nothing if they are
   * fewer, or are to come to an end. What two threads have noted in the wrong order is set right
   * here.
   */
  Duration full() {
    long begun = since;
    if (draining || count.get() < queue) {
      return Duration.ZERO;
    }
    long now = System.nanoTime();
    if (begun == FREE) {
      since = now;
      return Duration.ZERO;
    }
    return Duration.ofNanos(now - begun);
  }

  /** Closes the door as soon as nothing is under way. */
  CompletableFuture<Void> drain() {
    draining = true;
    closeIfDrained();
    return drained;
  }

  private void closeIfDrained() {
    if (draining && count.compareAndSet(0, CLOSED)) {
      drained.complete(null);
    }
  }
}
