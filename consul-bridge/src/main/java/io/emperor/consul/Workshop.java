package io.emperor.consul;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * What every registered service works with.
 *
 * @param agent where services are registered
 * @param contact whether the agent answers
 * @param trouble who is told when it does not
 * @param writers run registrations and deregistrations
 * @param timers run heartbeats
 * @param clock nanoseconds, as {@link System#nanoTime}
 * @param random jitter
 */
record Workshop(
    AgentServices agent,
    AgentContact contact,
    Trouble trouble,
    Executor writers,
    ScheduledExecutorService timers,
    LongSupplier clock,
    RandomGenerator random) {}
