package io.emperor.consul.lease;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** What operators see of the lease and the names. Safe for use by many threads. */
public final class LeaseMeters implements AutoCloseable {

  private final MeterRegistry registry;
  private final Counter renewed;
  private final Counter late;
  private final Counter failed;
  private final Counter lost;
  private final Counter takenOver;
  private final Counter removed;
  private final List<Meter> gauges = new CopyOnWriteArrayList<>();

  public LeaseMeters(MeterRegistry registry) {
    this.registry = registry;
    renewed = renewals("ok");
    late = renewals("late");
    failed = renewals("failed");
    lost = counter("emperor.lease.losses", "How often this emperor's lease lapsed or was taken");
    takenOver = counter("emperor.lease.takeovers", "Leases of other emperors that were taken over");
    removed = counter("emperor.names.leftovers", "Keys of names removed that nobody had any more");
  }

  private Counter renewals(String result) {
    return Counter.builder("emperor.lease.renewals")
        .tag("result", result)
        .description(
            "Renewals of this emperor's lease; late ones came after more than two retry periods")
        .register(registry);
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  public void renewed(boolean isLate) {
    (isLate ? late : renewed).increment();
  }

  public void failed() {
    failed.increment();
  }

  public void lost() {
    lost.increment();
  }

  public void takenOver() {
    takenOver.increment();
  }

  public void removed(int keys) {
    removed.increment(keys);
  }

  /** Shows for how many seconds the lease has not been renewed, and not a number without one. */
  public void age(Supplier<Number> seconds) {
    gauge("emperor.lease.age", "Seconds since the last renewal of the lease was sent", seconds);
  }

  public void names(Supplier<Number> held) {
    gauge("emperor.names.held", "Names in the fleet that this emperor's apps have", held);
  }

  public void leftovers(Supplier<Number> waiting) {
    gauge(
        "emperor.names.releases.waiting",
        "Names given back that Consul has not confirmed",
        waiting);
  }

  private void gauge(String name, String description, Supplier<Number> value) {
    gauges.add(
        Gauge.builder(name, value)
            .description(description)
            .strongReference(true)
            .register(registry));
  }

  /** Takes back what shows a state; what was counted stays. */
  @Override
  public void close() {
    gauges.forEach(registry::remove);
  }
}
