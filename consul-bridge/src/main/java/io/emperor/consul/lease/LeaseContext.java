package io.emperor.consul.lease;

import io.emperor.base.Backoff;
import io.emperor.consul.lease.LeaseClock.Moment;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;

/**
 * What every part of the fleet works with.
 *
 * @param emperor this emperor's name
 * @param run differs for every run of it
 * @param settings what it is in its fleet
 * @param keys where the fleet's keys stand
 * @param store the keys
 * @param clock the time by which leases count
 * @param timer runs what never waits, on time
 * @param random jitter
 * @param meters what operators see
 */
public record LeaseContext(
    String emperor,
    String run,
    FleetSettings settings,
    FleetKeys keys,
    FleetStore store,
    LeaseClock clock,
    Timer timer,
    RandomGenerator random,
    LeaseMeters meters) {

  /** Runs tasks later. */
  public interface Timer {

    /**
     * Runs a task after some time.
     *
     * @return to cancel it
     */
    Future<?> in(Duration delay, Runnable task);
  }

  public LeaseTimes times() {
    return settings.times();
  }

  public Moment now() {
    return clock.now();
  }

  public String ownKey() {
    return keys.emperor(emperor);
  }

  public String leaseKey() {
    return keys.lease(emperor);
  }

  /** Between two tries, after failures. */
  public Backoff backoff(Duration longest) {
    return new Backoff(100, Math.max(100, longest.toMillis()), random);
  }
}
