package io.emperor.consul;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** The real time, and as much more as a test says. */
public final class MovableClock implements LongSupplier {

  private final AtomicLong ahead = new AtomicLong();

  public void move(Duration time) {
    ahead.addAndGet(time.toNanos());
  }

  @Override
  public long getAsLong() {
    return System.nanoTime() + ahead.get();
  }
}
