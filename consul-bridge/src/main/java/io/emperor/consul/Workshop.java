package io.emperor.consul;

import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * What every registered service works with.
 *
 * @param stations where services can be registered
 * @param timer runs nothing that takes time
 * @param clock nanoseconds, as {@link System#nanoTime}
 * @param random jitter
 */
record Workshop(
    Stations stations,
    ScheduledExecutorService timer,
    LongSupplier clock,
    RandomGenerator random) {}
