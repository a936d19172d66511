package io.emperor.vassal;

import io.emperor.vassal.status.VassalWatcher;
import io.emperor.vassal.step.Maintenance;
import io.emperor.vassal.step.StepList;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;

/**
 * What all supervisors share.
 *
 * @param steps what a start consists of
 * @param maintenance knows what an operator has put into maintenance mode
 * @param restarts says how long a failed vassal waits
 * @param workers the few threads that the supervisors' queues run on
 * @param loaders the few threads that read files, which may be slow
 * @param timer runs what is due later; only hands over to the queues
 * @param clock tells the time for people
 * @param random makes jitter
 * @param watcher is told of every vassal's changes
 */
public record SupervisorContext(
    StepList steps,
    Maintenance maintenance,
    RestartPolicy restarts,
    Executor workers,
    Executor loaders,
    ScheduledExecutorService timer,
    Clock clock,
    RandomGenerator random,
    VassalWatcher watcher) {}
