package io.emperor.fleet;

import io.emperor.consul.name.FleetSnapshot;
import io.emperor.consul.name.SlotId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the fleet is at one moment, as every emperor works it out from the same keys. Immutable.
 *
 * @param snapshot the keys
 * @param reports of the emperors that are alive, by their names
 */
record FleetState(FleetSnapshot snapshot, Map<String, EmperorReport> reports) {

  /** With what is known of all others from the keys, and of this one from itself. */
  static FleetState of(FleetSnapshot snapshot, String self, EmperorReport own) {
    Map<String, EmperorReport> reports = reports(snapshot);
    reports.put(self, own);
    return new FleetState(snapshot, reports);
  }

  /** With what is known of all from the keys. */
  static FleetState of(FleetSnapshot snapshot) {
    return new FleetState(snapshot, reports(snapshot));
  }

  private static Map<String, EmperorReport> reports(FleetSnapshot snapshot) {
    Map<String, EmperorReport> reports = new TreeMap<>();
    snapshot
        .reports()
        .forEach(
            (name, bytes) -> {
              if (live(snapshot, name).isPresent()) {
                reports.put(name, EmperorReport.read(bytes));
              }
            });
    return reports;
  }

  private static Optional<FleetSnapshot.Emperor> live(FleetSnapshot snapshot, String emperor) {
    return Optional.ofNullable(snapshot.emperors().get(emperor))
        .filter(FleetSnapshot.Emperor::live);
  }

  /** An emperor that is alive. */
  Optional<FleetSnapshot.Emperor> live(String emperor) {
    return live(snapshot, emperor);
  }

  /** The names of all that are alive. */
  Set<String> live() {
    return snapshot.emperors().entrySet().stream()
        .filter(emperor -> emperor.getValue().live())
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** Those that look after instances, and so after the leases of others. */
  Set<String> watching() {
    return reports.entrySet().stream()
        .filter(emperor -> !emperor.getValue().vassals().isEmpty())
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  boolean isLive(String emperor) {
    return live(emperor).isPresent();
  }

  boolean isDrained(String emperor) {
    return snapshot.drains().containsKey(emperor) || report(emperor).draining();
  }

  EmperorReport report(String emperor) {
    return reports.getOrDefault(emperor, EmperorReport.NONE);
  }

  Map<String, String> labels(String emperor) {
    return Optional.ofNullable(snapshot.emperors().get(emperor))
        .map(FleetSnapshot.Emperor::labels)
        .orElse(Map.of());
  }

  Optional<String> owner(SlotId slot) {
    return Optional.ofNullable(snapshot.slots().get(slot)).flatMap(FleetSnapshot.Slot::owner);
  }

  /** How many instances of any vassal each emperor has. */
  Map<String, Integer> loads() {
    Map<String, Integer> loads = new HashMap<>();
    snapshot
        .slots()
        .values()
        .forEach(slot -> slot.owner().ifPresent(owner -> loads.merge(owner, 1, Integer::sum)));
    return loads;
  }

  /** Every vassal of which there are instances, or should be. */
  Set<String> vassals() {
    Set<String> names = new TreeSet<>();
    reports.values().forEach(report -> names.addAll(report.vassals().keySet()));
    snapshot
        .slots()
        .forEach(
            (id, slot) -> {
              if (slot.owner().isPresent()) {
                names.add(id.vassal());
              }
            });
    return names;
  }

  PlacedVassal vassal(String name) {
    return new PlacedVassal(name, this);
  }
}
