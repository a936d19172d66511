package io.emperor.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what is under way, and closes the door when nothing is. Thread safe. */
final class InFlight {

  private static final int CLOSED = Integer.MIN_VALUE;

  private final AtomicInteger count = new AtomicInteger();
  private final CompletableFuture<Void> drained = new CompletableFuture<>();
  private volatile boolean draining;

  /** Counts one in, unless the door is closed. */
  boolean enter() {
    return count.updateAndGet(n -> n == CLOSED ? CLOSED : n + 1) != CLOSED;
  }

  void leave() {
    count.decrementAndGet();
    closeIfDrained();
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
