package io.emperor.vassal;

import io.emperor.consul.ConsulBridge;
import io.emperor.http.Traffic;
import io.emperor.http.WebServer;
import io.emperor.vassal.status.VassalWatcher;
import io.emperor.vassal.step.Maintenance;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What all supervisors share.
 *
 * @param emperor the emperor's name
 * @param advertised the address that vassals are registered with, {@code null} for the agent's own
 * @param nursery makes generations
 * @param web opens ports
 * @param consul registers services
 * @param lookout sees the services that vassals depend on
 * @param maintenance knows what an operator has put into maintenance mode
 * @param restarts says how long a failed vassal waits
 * @param workers the few threads that the supervisors' queues run on
 * @param loaders the few threads that read files, which may be slow
 * @param timer runs what is due later; only hands over to the queues
 * @param clock tells the time for people
 * @param nanoTime tells the time that intervals are measured by, which never goes back
 * @param random makes jitter
 * @param watcher is told of every vassal's changes
 * @param traffic who is told of a vassal's requests, by the vassal's name
 */
public record SupervisorContext(
    String emperor,
    @Nullable String advertised,
    GenerationLoader nursery,
    WebServer web,
    ConsulBridge consul,
    ServiceWatches lookout,
    Maintenance maintenance,
    RestartPolicy restarts,
    Executor workers,
    Executor loaders,
    ScheduledExecutorService timer,
    Clock clock,
    LongSupplier nanoTime,
    RandomGenerator random,
    VassalWatcher watcher,
    Function<String, Traffic> traffic) {}
