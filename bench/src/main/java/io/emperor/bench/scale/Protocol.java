package io.emperor.bench.scale;

import io.emperor.consul.lease.LeaseTimes;
import io.emperor.fleet.Pace;
import java.time.Duration;

/**
 * How emperors of a fleet deal with each other.
 *
 * @param times of their leases
 * @param ring whether each watches the leases of a few; otherwise of all
 * @param paced whether they look less often the more there are
 * @param terse whether watches tell of a change without all that there is
 */
public record Protocol(LeaseTimes times, boolean ring, boolean paced, boolean terse) {

  /** As emperors do. */
  public static final Protocol OURS = new Protocol(LeaseTimes.DEFAULT, true, true, true);

  /**
   * Each watches all others, looks at everything each second and at each change, and is sent
   * everything with each change besides: as it was before it was simulated.
   */
  public static final Protocol ALL_WATCH_ALL =
      new Protocol(LeaseTimes.DEFAULT, false, false, false);

  /** The same with leases that are all so many times as long. */
  public Protocol slower(int factor) {
    LeaseTimes longer =
        new LeaseTimes(
            times.duration().multipliedBy(factor),
            times.renewDeadline().multipliedBy(factor),
            times.retryPeriod().multipliedBy(factor));
    return new Protocol(longer, ring, paced, terse);
  }

  long duration() {
    return times.duration().toNanos();
  }

  long deadline() {
    return times.renewDeadline().toNanos();
  }

  long retry() {
    return times.retryPeriod().toNanos();
  }

  /** How many emperors count for {@link Pace}. */
  int pacing(int live) {
    return paced ? live : 0;
  }

  Duration fresh(int live) {
    return paced ? Pace.fresh(live) : Duration.ZERO;
  }
}
