package io.emperor.vassal.metrics;

import io.emperor.api.Health;
import io.emperor.http.Traffic;
import io.emperor.metrics.Samples;
import io.emperor.runtime.process.ProcessUse;
import io.emperor.runtime.shared.ThreadCensus;
import io.emperor.vassal.status.VassalState;
import io.emperor.vassal.status.VassalStatus;
import io.micrometer.core.instrument.Clock;
import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What is measured of one vassal. It is told of changes by one thread at a time; everybody may read
 * at any time.
 */
final class VassalMeter {

  private final Clock clock;
  private final ThreadCensus threads;
  private final ProcessUse processes;
  private final String name;
  private final Attempts attempts;
  private volatile VassalStatus now;
  private volatile @Nullable VassalTraffic traffic;

  VassalMeter(Clock clock, ThreadCensus threads, ProcessUse processes, VassalStatus now) {
    this.clock = clock;
    this.threads = threads;
    this.processes = processes;
    this.name = now.name();
    this.now = now;
    attempts = new Attempts(clock);
  }

  /** What is known of the vassal has changed. */
  void changed(VassalStatus next) {
    now = next;
    attempts.seen(next);
  }

  void collect(Samples into) {
    VassalStatus seen = now;
    gauge(into, "up", "Whether it is running or resting, and passing", isUp(seen) ? 1 : 0);
    gauge(
        into,
        "generation",
        "The generation that serves, or the last that was tried",
        seen.generation());
    gauge(into, "threads", "Threads of the app, or of its process", threadCount(seen));
    for (VassalState state : VassalState.values()) {
      into.gauge(
          "emperor_vassal_state",
          "Where it is in its life: 1 for that state, 0 for the others",
          seen.state() == state ? 1 : 0,
          "vassal",
          name,
          "state",
          state.word());
    }
    into.counter(
        "emperor_vassal_restarts",
        "Attempts made again by itself, after a crash or a failed start",
        seen.restarts(),
        "vassal",
        name);
    attempts.collect(into, name);
    VassalTraffic counted = traffic;
    if (counted != null) {
      counted.collect(into, name);
    }
    if (hasOwnProcess(seen)) {
      gauge(
          into,
          "process_memory_bytes",
          "Memory of its own process, with its share of what processes have in common",
          orUnknown(processes.memory(seen.service().pid())));
    }
  }

  private void gauge(Samples into, String what, String help, double value) {
    into.gauge("emperor_vassal_" + what, help, value, "vassal", name);
  }

  /** What its port tells of requests; the same for every port that it opens. */
  synchronized Traffic traffic() {
    VassalTraffic counted = traffic;
    if (counted == null) {
      counted = new VassalTraffic(clock);
      traffic = counted;
    }
    return counted;
  }

  VassalLoad load(Instant at) {
    VassalStatus seen = now;
    Runtime jvm = Runtime.getRuntime();
    OptionalLong memory =
        hasOwnProcess(seen) ? processes.memory(seen.service().pid()) : OptionalLong.empty();
    return new VassalLoad(
        at,
        requests(seen),
        isInside(seen) ? jvm.totalMemory() - jvm.freeMemory() : null,
        isInside(seen) ? jvm.maxMemory() : null,
        memory.isPresent() ? memory.getAsLong() : null);
  }

  private VassalLoad.@Nullable Requests requests(VassalStatus seen) {
    VassalTraffic counted = traffic;
    if (counted == null) {
      return isInside(seen) ? VassalLoad.Requests.NONE : null;
    }
    return new VassalLoad.Requests(
        counted.requests(), counted.failed(), counted.seconds(), counted.inFlight());
  }

  private static boolean isUp(VassalStatus seen) {
    return seen.state().isInService() && seen.health().status() == Health.Status.PASSING;
  }

  private static boolean isInside(VassalStatus seen) {
    return seen.service().pid() == ProcessHandle.current().pid();
  }

  /** The process of one that does not run has ended, and another may have its ID. */
  private static boolean hasOwnProcess(VassalStatus seen) {
    return seen.state() == VassalState.RUNNING && seen.service().pid() != 0 && !isInside(seen);
  }

  private double threadCount(VassalStatus seen) {
    return hasOwnProcess(seen)
        ? orUnknown(processes.threads(seen.service().pid()))
        : threads.of(name);
  }

  private static double orUnknown(OptionalLong value) {
    return value.isPresent() ? value.getAsLong() : Double.NaN;
  }
}
