package io.emperor.vassal.metrics;

import io.emperor.provisioning.InputsView;
import io.emperor.provisioning.credential.CredentialState;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * What is measured of a vassal's inputs, while it has some. It is told to look by one thread at a
 * time.
 */
final class VassalInputs {

  private final MeterRegistry registry;
  private final Clock clock;
  private final String vassal;
  private final Supplier<Optional<InputsView>> inputs;
  private final Map<String, Meter> credentials = new HashMap<>();
  private List<Meter> meters = List.of();

  /**
   * Measures nothing yet.
   *
   * @param inputs how they stand now; empty for none
   */
  VassalInputs(
      MeterRegistry registry, Clock clock, String vassal, Supplier<Optional<InputsView>> inputs) {
    this.registry = registry;
    this.clock = clock;
    this.vassal = vassal;
    this.inputs = inputs;
  }

  /** It may have inputs now, or may have none any more. */
  void look() {
    Optional<InputsView> now = inputs.get();
    boolean needed = now.isPresent();
    if (needed && meters.isEmpty()) {
      meters = gauges();
    } else if (!needed) {
      remove();
    }
    now.ifPresent(view -> look(view.credentials()));
  }

  /** Another generation may need others. */
  private void look(List<CredentialState> needed) {
    Set<String> names = new HashSet<>();
    needed.forEach(each -> names.add(each.name()));
    names.forEach(name -> credentials.computeIfAbsent(name, this::expiry));
    Set<String> gone = new HashSet<>(credentials.keySet());
    gone.removeAll(names);
    gone.forEach(name -> registry.remove(Objects.requireNonNull(credentials.remove(name))));
  }

  void remove() {
    meters.forEach(registry::remove);
    meters = List.of();
    credentials.values().forEach(registry::remove);
    credentials.clear();
  }

  private List<Meter> gauges() {
    return List.of(
        gauge("revision", "", "The number of what it was given last", InputsView::revision),
        gauge("age", "seconds", "How long ago that was given", this::age),
        gauge(
            "sources.failing",
            "",
            "Sources that can't be read, of which counts what they had last",
            view -> view.sources().stream().filter(source -> !source.trouble().isEmpty()).count()),
        gauge(
            "missing",
            "",
            "What is waited for, or what a later change lacks and is refused for",
            view -> view.missing().size()));
  }

  private Gauge gauge(
      String what, String unit, String description, ToDoubleFunction<InputsView> value) {
    return Gauge.builder(
            "emperor.vassal.inputs." + what,
            inputs,
            now -> now.get().map(value::applyAsDouble).orElse(Double.NaN))
        .tag("vassal", vassal)
        .baseUnit(unit.isEmpty() ? null : unit)
        .description(description)
        .register(registry);
  }

  private Gauge expiry(String credential) {
    return Gauge.builder(
            "emperor.credential.expiry",
            inputs,
            now -> now.get().map(view -> left(view, credential)).orElse(Double.NaN))
        .tag("vassal", vassal)
        .tag("credential", credential)
        .baseUnit("seconds")
        .description("How long its certificate is valid still")
        .register(registry);
  }

  private double left(InputsView view, String credential) {
    return view.credentials().stream()
        .filter(each -> each.name().equals(credential))
        .map(CredentialState::expires)
        .filter(Objects::nonNull)
        .findFirst()
        .map(end -> Duration.between(clock.instant(), end).toMillis() / 1e3)
        .orElse(Double.NaN);
  }

  private double age(InputsView view) {
    Instant since = view.since();
    return since == null ? Double.NaN : Duration.between(since, clock.instant()).toMillis() / 1e3;
  }
}
