package io.emperor.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import io.emperor.base.SafeText;
import io.emperor.provisioning.schema.InterfaceSchema;
import io.emperor.provisioning.schema.Verdict;
import io.emperor.provisioning.source.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Looks whether a snapshot has all that is asked for beside what rules ask. Immutable. */
final class SnapshotCheck {

  private final Inputs inputs;

  SnapshotCheck(Inputs inputs) {
    this.inputs = inputs;
  }

  /** What it lacks, a line each without any value; for the caller to add to. */
  List<String> lacks(Snapshot snapshot) {
    List<String> lacks = new ArrayList<>();
    for (String name : inputs.validity().interfacesOfNoRule()) {
      inputs.validity().schemas().of(name).ifPresent(schema -> hold(schema, snapshot, lacks));
    }
    inputs.validity().minimum().entrySet().stream()
        .filter(each -> inputs.isOfSources(each.getKey()))
        .flatMap(each -> count(each.getKey(), each.getValue(), snapshot).stream())
        .forEach(lacks::add);
    inputs
        .delivery()
        .texts()
        .forEach(
            (place, text) ->
                text.missing(snapshot.values())
                    .forEach(key -> lacks.add(place + " waits for " + key)));
    return lacks;
  }

  private static Optional<String> count(String service, int least, Snapshot snapshot) {
    return tooFew(service, snapshot.values().path(service).path("instances").size(), least);
  }

  /** What is said of a service that has fewer instances than are needed, if it has. */
  static Optional<String> tooFew(String service, int passing, int least) {
    return passing >= least
        ? Optional.empty()
        : Optional.of(
            "minimum: "
                + SafeText.name(service)
                + " has "
                + passing
                + " passing instances, and "
                + least
                + " are needed");
  }

  private static void hold(InterfaceSchema schema, Snapshot snapshot, List<String> lacks) {
    JsonNode value = snapshot.values().path(schema.name());
    if (value.isMissingNode()) {
      lacks.add("interface " + schema.name() + " is not there");
      return;
    }
    String above = "/" + schema.name();
    Verdict verdict = schema.validate(value, pointer -> snapshot.texts().contains(above + pointer));
    String sources = sources(above, snapshot);
    verdict
        .violations()
        .forEach(violation -> lacks.add("interface " + schema.name() + ": " + violation + sources));
  }

  /** Where its values come from, for whoever has to put them right. */
  private static String sources(String above, Snapshot snapshot) {
    TreeSet<String> names = new TreeSet<>();
    snapshot
        .origins()
        .forEach(
            (pointer, source) -> {
              if (pointer.equals(above) || pointer.startsWith(above + "/")) {
                names.add(source);
              }
            });
    return names.isEmpty() ? "" : " (" + String.join(", ", names) + ")";
  }
}
