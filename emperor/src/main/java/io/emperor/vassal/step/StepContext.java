package io.emperor.vassal.step;

import io.emperor.config.VassalConfigReader;
import io.emperor.consul.ConsulBridge;
import io.emperor.http.Traffic;
import io.emperor.http.WebServer;
import io.emperor.monitor.VassalMonitor;
import io.emperor.port.RelayPorts;
import io.emperor.runtime.StartTurns;
import io.emperor.runtime.archive.ClassArchives;
import io.emperor.runtime.ownjvm.OwnJvm;
import io.emperor.runtime.process.Fencing;
import io.emperor.runtime.process.Processes;
import io.emperor.runtime.shared.PrivateCopies;
import io.emperor.runtime.shared.SharedJvm;
import io.emperor.vassal.download.Downloads;
import io.emperor.vassal.event.ServiceEvents;
import io.emperor.vassal.inputs.InputsHost;
import io.emperor.vassal.watch.ServiceWatches;
import java.nio.file.Path;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What the steps of all starts work with.
 *
 * @param advertised the address that vassals are registered with, {@code null} for the agent's own
 * @param tyrant whether vassals run as the owners of their files
 * @param configs reads configurations
 * @param monitor told of an app that a configuration names, and of what an app needs beside it, so
 *     that their change is noticed
 * @param downloads gets apps from their addresses
 * @param inputs provides what vassals need before they start
 * @param copies takes private copies
 * @param archives keeps classes of executable jars ready
 * @param data the directory that holds each vassal's data directory
 * @param sharedJvm loads apps into this JVM
 * @param ownJvm and into one of their own
 * @param processes makes apps of programs
 * @param checks makes the probes of programs
 * @param turns says who may start now
 * @param services sees the services that vassals depend on
 * @param web opens ports
 * @param relay opens ports for programs
 * @param traffic who is told of a vassal's requests, by the vassal's name
 * @param consul registers services
 * @param events tells of what is registered, and of what is no more
 * @param maintenance knows what an operator has put into maintenance mode
 * @param slots knows the slots of instances
 * @param fencing has what runs under the emperor's lease frozen once that is over
 * @param timer runs what is due later; only hands over to the queues
 * @param nanoTime tells the time that intervals are measured by, which never goes back
 * @param random makes jitter
 */
public record StepContext(
    @Nullable String advertised,
    boolean tyrant,
    VassalConfigReader configs,
    VassalMonitor monitor,
    Downloads downloads,
    InputsHost inputs,
    PrivateCopies copies,
    ClassArchives archives,
    Path data,
    SharedJvm sharedJvm,
    OwnJvm ownJvm,
    Processes processes,
    Checks checks,
    StartTurns turns,
    ServiceWatches services,
    WebServer web,
    RelayPorts relay,
    Function<String, Traffic> traffic,
    ConsulBridge consul,
    ServiceEvents events,
    Maintenance maintenance,
    Slots slots,
    Fencing fencing,
    ScheduledExecutorService timer,
    LongSupplier nanoTime,
    RandomGenerator random) {}
