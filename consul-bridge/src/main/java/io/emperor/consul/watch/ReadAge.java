package io.emperor.consul.watch;

import java.time.Duration;
import java.util.function.LongSupplier;

/** How old the answer is that each thread's last read got. Keeps nothing of an app's. */
public final class ReadAge {

  private final LongSupplier clock;
  private final ThreadLocal<Stamp> stamps = ThreadLocal.withInitial(Stamp::new);

  private static final class Stamp {
    boolean live;
    long confirmedAt;
  }

  public ReadAge(LongSupplier clock) {
    this.clock = clock;
  }

  /** The calling thread's read was answered by Consul itself. */
  public void direct() {
    stamps.get().live = false;
  }

  /** The calling thread's read was answered with what Consul had confirmed at some time before. */
  void confirmedAt(long nanos) {
    Stamp stamp = stamps.get();
    stamp.confirmedAt = nanos;
    stamp.live = true;
  }

  public Duration now() {
    Stamp stamp = stamps.get();
    return stamp.live
        ? Duration.ofNanos(Math.max(0, clock.getAsLong() - stamp.confirmedAt))
        : Duration.ZERO;
  }
}
