package io.emperor.consul.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What operators see of the bridge's work. Safe for use by many threads; counting costs an
 * addition.
 */
public final class Meters implements AutoCloseable {

  private final MeterRegistry registry;
  private final Map<Beat, Counter> beats = new ConcurrentHashMap<>();
  private final Map<Sort, Timer> requests = new ConcurrentHashMap<>();
  private final List<Meter> gauges = new CopyOnWriteArrayList<>();
  private final Counter reconciliations;
  private final Counter corrections;

  /** What became of a heartbeat that was due. */
  public enum Beat {
    /** The agent has taken it. */
    SENT,
    /** The agent has taken it, more than a third of the TTL after it was due. */
    LATE,
    /** The agent has not taken it, or was known to be gone, so that it was not even sent. */
    FAILED
  }

  /** What became of a request. */
  public enum Result {
    /** It was answered. */
    OK,
    /** What it is about does not exist: a status of 404. */
    ABSENT,
    /** Consul said no: every other status below 500. */
    REFUSED,
    /** The agent could not serve it, or there was no answer. */
    FAILED,
    /** The emperor itself did not want to know any more. */
    CANCELLED
  }

  /**
   * A sort of requests.
   *
   * @param endpoint what is asked for, without any name
   * @param waits whether it waits for a change, so that its time says nothing
   */
  public record Sort(String endpoint, boolean waits, Result result) {}

  public Meters(MeterRegistry registry) {
    this.registry = registry;
    for (Beat beat : Beat.values()) {
      beats.put(beat, beats(registry, beat));
    }
    reconciliations =
        Counter.builder("emperor.reconciliations")
            .description("Comparisons of what an agent has with what it should have")
            .register(registry);
    corrections =
        Counter.builder("emperor.corrections")
            .description("Differences between Consul and what should be there that were put right")
            .register(registry);
  }

  /** Where all of it is counted. */
  public MeterRegistry registry() {
    return registry;
  }

  private static Counter beats(MeterRegistry registry, Beat beat) {
    return Counter.builder("emperor.heartbeats")
        .tag("result", word(beat))
        .description("Heartbeats that were due, by what became of them")
        .register(registry);
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  public void beat(Beat what) {
    Counter counter = beats.get(what);
    if (counter != null) {
      counter.increment();
    }
  }

  public void reconciled() {
    reconciliations.increment();
  }

  public void corrected() {
    corrections.increment();
  }

  public void request(Sort sort, long nanos) {
    requests.computeIfAbsent(sort, this::timer).record(nanos, TimeUnit.NANOSECONDS);
  }

  private Timer timer(Sort sort) {
    return Timer.builder("emperor.consul.requests")
        .tag("endpoint", sort.endpoint())
        .tag("blocking", String.valueOf(sort.waits()))
        .tag("result", word(sort.result()))
        .description("Requests to Consul's agents; blocking ones wait for a change on purpose")
        .register(registry);
  }

  /** Shows how many live queries are open. */
  public void watches(Supplier<Number> open) {
    gauges.add(
        Gauge.builder("emperor.consul.watches", open)
            .description("Queries that are kept open to hear of changes")
            .strongReference(true)
            .register(registry));
  }

  /** Shows whether an agent answers. */
  public void agent(AgentReachability reachability) {
    gauges.add(
        Gauge.builder("emperor.consul.agent.up", reachability, agent -> agent.isLost() ? 0 : 1)
            .tag("agent", reachability.agent().toString())
            .description("Whether the agent answers: 1, or 0 while it is gone")
            .strongReference(true)
            .register(registry));
  }

  /** Takes back what shows a state; what was counted stays. */
  @Override
  public void close() {
    gauges.forEach(registry::remove);
  }
}
