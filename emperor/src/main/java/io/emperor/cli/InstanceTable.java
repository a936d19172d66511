package io.emperor.cli;

import io.emperor.admin.view.FleetEntry;
import io.emperor.base.SafeText;
import io.emperor.cli.terminal.Table;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Instances in a fleet, for people. */
final class InstanceTable {

  /** Enough for a reason of some words. */
  private static final int LONGEST = 200;

  private InstanceTable() {}

  /** A line for each slot. */
  static Table of(List<FleetEntry.PlacedEntry> vassals) {
    Table table = new Table().row("INSTANCE", "EMPEROR", "STATE", "HEALTH", "FENCE", "REASON");
    for (FleetEntry.PlacedEntry vassal : vassals) {
      vassal.slots().forEach(slot -> add(table, slot));
      if (vassal.slots().isEmpty()) {
        table.row(safe(vassal.name()), "-", "-", "-", "-", "none is wanted");
      }
    }
    return table;
  }

  private static void add(Table table, FleetEntry.Slot slot) {
    Long fence = slot.fence();
    table.row(
        safe(slot.name()),
        safe(Objects.requireNonNullElse(slot.emperor(), "-")),
        safe(slot.state()) + (slot.outdated() ? " outdated" : ""),
        slot.emperor() == null ? "-" : slot.passing() ? "passing" : "critical",
        fence == null ? "-" : Long.toString(fence),
        safe(slot.reason()));
  }

  /** Which instances of a vassal are where, if an emperor runs none of them; else nothing. */
  static Optional<String> elsewhere(FleetEntry.PlacedEntry vassal, String emperor) {
    if (vassal.slots().stream().anyMatch(slot -> emperor.equals(slot.emperor()))) {
      return Optional.empty();
    }
    Map<String, Long> counts =
        vassal.slots().stream()
            .collect(
                Collectors.groupingBy(
                    slot -> Objects.requireNonNullElse(slot.emperor(), ""),
                    TreeMap::new,
                    Collectors.counting()));
    String where =
        counts.entrySet().stream()
            .map(
                count ->
                    count.getKey().isEmpty()
                        ? count.getValue() + " pending"
                        : count.getValue() + " on " + count.getKey())
            .collect(Collectors.joining(", "));
    return Optional.of(
        SafeText.escaped(
            "%s: no instance here, %s: see emperor fleet"
                .formatted(vassal.name(), where.isEmpty() ? "none is wanted" : where),
            LONGEST));
  }

  /** What other emperors have written of themselves may be anything. */
  private static String safe(String text) {
    return Table.cell(SafeText.escaped(text, LONGEST));
  }
}
