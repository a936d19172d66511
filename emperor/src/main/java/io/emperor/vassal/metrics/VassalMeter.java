package io.emperor.vassal.metrics;

import io.emperor.api.Health;
import io.emperor.http.Traffic;
import io.emperor.runtime.process.ProcessUse;
import io.emperor.runtime.shared.ThreadCensus;
import io.emperor.vassal.status.VassalState;
import io.emperor.vassal.status.VassalStatus;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What is measured of one vassal. It is told of changes by one thread at a time; everybody may read
 * at any time.
 */
final class VassalMeter {

  private final MeterRegistry registry;
  private final ThreadCensus threads;
  private final ProcessUse processes;
  private final String name;
  private final Attempts attempts;
  private final List<Meter> meters = new ArrayList<>();
  private volatile VassalStatus now;
  private volatile @Nullable VassalTraffic traffic;
  private final VassalInputs inputs;
  private @Nullable Meter memory; // there while the vassal has a process of its own

  VassalMeter(
      MeterRegistry registry,
      ThreadCensus threads,
      ProcessUse processes,
      VassalInputs inputs,
      VassalStatus now) {
    this.registry = registry;
    this.threads = threads;
    this.processes = processes;
    this.inputs = inputs;
    this.name = now.name();
    this.now = now;
    attempts = new Attempts(registry, name);
    meters.addAll(attempts.meters());
    addGauges();
    meters.add(
        FunctionCounter.builder("emperor.vassal.restarts", this, meter -> meter.now.restarts())
            .tag("vassal", name)
            .description("Attempts made again by itself, after a crash or a failed start")
            .register(registry));
  }

  private void addGauges() {
    meters.add(
        gauge(
            "up", "Whether it is running or resting, and passing", meter -> meter.isUp() ? 1 : 0));
    meters.add(
        gauge(
            "generation",
            "The generation that serves, or the last that was tried",
            meter -> meter.now.generation()));
    meters.add(gauge("threads", "Threads of the app, or of its process", VassalMeter::threadCount));
    for (VassalState state : VassalState.values()) {
      meters.add(
          Gauge.builder("emperor.vassal.state", this, meter -> meter.now.state() == state ? 1 : 0)
              .tag("vassal", name)
              .tag("state", state.word())
              .description("Where it is in its life: 1 for that state, 0 for the others")
              .register(registry));
    }
  }

  private Gauge gauge(String what, String description, ToDoubleFunction<VassalMeter> value) {
    return Gauge.builder("emperor.vassal." + what, this, value)
        .tag("vassal", name)
        .description(description)
        .register(registry);
  }

  /** What is known of the vassal has changed. */
  void changed(VassalStatus next) {
    now = next;
    attempts.seen(next);
    inputs.look();
    if (memory == null && hasOwnProcess()) {
      memory = memoryGauge();
    } else if (memory != null && !hasOwnProcess()) {
      registry.remove(memory);
      memory = null;
    }
  }

  private Gauge memoryGauge() {
    return Gauge.builder(
            "emperor.vassal.process.memory",
            this,
            meter -> orUnknown(meter.processes.memory(meter.now.service().pid())))
        .tag("vassal", name)
        .baseUnit("bytes")
        .description("Memory of its own process, with its share of what processes have in common")
        .register(registry);
  }

  /** The vassal is gone, and what was measured with it. */
  void remove() {
    meters.forEach(registry::remove);
    inputs.remove();
    VassalTraffic counted = traffic;
    if (counted != null) {
      counted.meters().forEach(registry::remove);
    }
    if (memory != null) {
      registry.remove(memory);
    }
  }

  /** What its port tells of requests; the same for every port that it opens. */
  synchronized Traffic traffic() {
    VassalTraffic counted = traffic;
    if (counted == null) {
      counted = new VassalTraffic(registry, name);
      traffic = counted;
    }
    return counted;
  }

  VassalLoad load(Instant at) {
    Runtime jvm = Runtime.getRuntime();
    OptionalLong memory =
        hasOwnProcess() ? processes.memory(now.service().pid()) : OptionalLong.empty();
    return new VassalLoad(
        at,
        requests(),
        isInside() ? jvm.totalMemory() - jvm.freeMemory() : null,
        isInside() ? jvm.maxMemory() : null,
        memory.isPresent() ? memory.getAsLong() : null);
  }

  private VassalLoad.@Nullable Requests requests() {
    VassalTraffic counted = traffic;
    if (counted == null) {
      return isInside() ? VassalLoad.Requests.NONE : null;
    }
    return new VassalLoad.Requests(
        counted.requests(), counted.failed(), counted.seconds(), counted.inFlight());
  }

  private boolean isUp() {
    VassalStatus seen = now;
    return seen.state().isInService() && seen.health().status() == Health.Status.PASSING;
  }

  private boolean isInside() {
    return now.service().pid() == ProcessHandle.current().pid();
  }

  /** The process of one that does not run has ended, and another may have its ID. */
  private boolean hasOwnProcess() {
    VassalStatus seen = now;
    return seen.state() == VassalState.RUNNING && seen.service().pid() != 0 && !isInside();
  }

  private double threadCount() {
    return hasOwnProcess() ? orUnknown(processes.threads(now.service().pid())) : threads.of(name);
  }

  private static double orUnknown(OptionalLong value) {
    return value.isPresent() ? value.getAsLong() : Double.NaN;
  }
}
