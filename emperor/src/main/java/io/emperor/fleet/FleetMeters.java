package io.emperor.fleet;

import io.emperor.consul.name.FleetSlots;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * What is measured of the instances of the fleet, as this emperor sees them. It is told by one
 * thread; everybody may read at any time.
 */
public final class FleetMeters {

  private final MeterRegistry registry;
  private final Map<Move, Counter> moves = new EnumMap<>(Move.class);
  private final Map<String, VassalMeters> vassals = new TreeMap<>();
  private final Counter grown;
  private final Counter shrunk;
  private volatile boolean drained;

  /** How many slots of a vassal there are of each kind. */
  private record Counts(int wanted, int owned, int pending) {}

  /** Of one vassal with instances, for as long as there is one. */
  private static final class VassalMeters {

    private final MeterRegistry registry;
    private final String name;
    private final List<Meter> all;
    private volatile Counts now = new Counts(0, 0, 0);

    VassalMeters(MeterRegistry registry, String name) {
      this.registry = registry;
      this.name = name;
      all =
          List.of(
              gauge("wanted", "Instances that there should be in the fleet", Counts::wanted),
              gauge("owned", "Instances that some emperor has", Counts::owned),
              gauge("pending", "Wanted instances that no emperor has", Counts::pending));
    }

    private Gauge gauge(String what, String description, ToDoubleFunction<Counts> count) {
      return Gauge.builder(
              "emperor.fleet.instances." + what, this, meters -> count.applyAsDouble(meters.now))
          .tag("vassal", name)
          .description(description)
          .register(registry);
    }

    void remove() {
      all.forEach(registry::remove);
    }
  }

  /**
   * Makes one that has seen nothing yet.
   *
   * @param registry where the meters are
   * @param slots this emperor's
   */
  public FleetMeters(MeterRegistry registry, FleetSlots slots) {
    this.registry = registry;
    for (Move move : Move.values()) {
      moves.put(
          move,
          Counter.builder("emperor.fleet.moves")
              .tag("reason", move.word())
              .description("Instances that this emperor handed over, or went on with for another")
              .register(registry));
    }
    grown = reinforcements("more");
    shrunk = reinforcements("fewer");
    List<Gauge> unused =
        List.of(
            Gauge.builder("emperor.fleet.slots.owned", slots, own -> own.own().size())
                .description("Slots of instances that this emperor has")
                .register(registry),
            Gauge.builder("emperor.fleet.drained", this, meters -> meters.drained ? 1 : 0)
                .description("Whether this emperor is to run no instances")
                .register(registry));
  }

  private Counter reinforcements(String change) {
    return Counter.builder("emperor.fleet.reinforcements")
        .tag("change", change)
        .description("Instances more, on request, or fewer that this emperor has decided on")
        .register(registry);
  }

  void reinforced(boolean more) {
    (more ? grown : shrunk).increment();
  }

  void moved(Move why) {
    Objects.requireNonNull(moves.get(why), why.word()).increment();
  }

  /** Takes note of what the fleet is. */
  void sees(FleetState fleet, String self) {
    drained = fleet.isDrained(self);
    Set<String> names = fleet.vassals();
    keep(names);
    for (String name : names) {
      PlacedVassal vassal = fleet.vassal(name);
      vassals.computeIfAbsent(name, any -> new VassalMeters(registry, name)).now =
          new Counts(vassal.wanted(), vassal.owners().size(), vassal.rankings().size());
    }
  }

  /** Nobody looks at the fleet any more. */
  void rests() {
    drained = false;
    keep(Set.of());
  }

  private void keep(Set<String> names) {
    vassals
        .entrySet()
        .removeIf(
            entry -> {
              boolean gone = !names.contains(entry.getKey());
              if (gone) {
                entry.getValue().remove();
              }
              return gone;
            });
  }
}
