package io.emperor.consul.http;

import io.emperor.base.LoopWatchdog;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * What every part of the bridge measures with.
 *
 * @param clock nanoseconds, as {@link System#nanoTime}
 * @param random jitter
 * @param meters what operators see of the work
 * @param watchdog which loops turn
 */
public record BridgeContext(
    LongSupplier clock, RandomGenerator random, Meters meters, LoopWatchdog watchdog) {

  public BridgeContext(LongSupplier clock, RandomGenerator random, Meters meters) {
    this(clock, random, meters, new LoopWatchdog(clock));
  }

  /** That of this machine. */
  public static BridgeContext ofMachine(Meters meters) {
    return new BridgeContext(
        System::nanoTime, () -> ThreadLocalRandom.current().nextLong(), meters);
  }

  public long now() {
    return clock.getAsLong();
  }
}
