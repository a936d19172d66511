package io.emperor.monitor;

import java.time.Duration;
import java.time.Instant;

/** Goes forward when it is told to. It starts an hour ahead, so that files of now are old. */
final class FakeClock implements MonitorClock {

  private Instant now = Instant.now().plusSeconds(3600);
  private long nanos = Long.MAX_VALUE - 1_000_000_000;

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public Instant now() {
    return now;
  }

  void advance(Duration time) {
    now = now.plus(time);
    nanos += time.toNanos();
  }
}
