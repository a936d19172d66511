package io.emperor.fleet;

import io.emperor.api.KeyValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A vassal with instances, for people. Immutable.
 *
 * @param name its name
 * @param instances how many there should be
 * @param least how many at least
 * @param most how many there may be when it asks for reinforcement; as many where it can't
 * @param reinforcement who has asked for that last; {@code null} if nobody has
 * @param configured how many its files ask for
 * @param singleton whether there may never be two
 * @param slots those that are wanted, and those that somebody has still
 * @param warnings what is wrong with the files that emperors have of it, by the emperors' names
 */
public record VassalInFleet(
    String name,
    int instances,
    int least,
    int most,
    @Nullable Request reinforcement,
    int configured,
    boolean singleton,
    List<Slot> slots,
    Map<String, String> warnings) {

  /**
   * A request for reinforcement, as whoever wrote it says.
   *
   * @param asker the instance
   * @param emperor on which it ran
   * @param at when, in ISO 8601
   */
  public record Request(String asker, String emperor, String at) {}

  /**
   * A slot.
   *
   * @param number from 0
   * @param emperor who has it; {@code null} for nobody
   * @param state as in the list of vassals; {@code pending} without an owner
   * @param passing whether its instance is well
   * @param outdated whether it serves with other files than the newest
   * @param fence of its owner, {@code null} without one
   * @param reason why it is as it is; empty when there is nothing to say
   */
  public record Slot(
      int number,
      @Nullable String emperor,
      String state,
      boolean passing,
      boolean outdated,
      @Nullable Long fence,
      String reason) {}

  /** Copies what it is made of. */
  public VassalInFleet {
    slots = List.copyOf(slots);
    warnings = Map.copyOf(warnings);
  }

  /**
   * An emperor, as far as instances go.
   *
   * @param instances how many it has
   * @param drained whether it is to run none
   */
  public record Member(int instances, boolean drained) {}

  /**
   * What the fleet's keys say.
   *
   * @param vassals in the order of their names
   * @param emperors by name
   */
  public record View(List<VassalInFleet> vassals, Map<String, Member> emperors) {}

  static View of(FleetState fleet) {
    List<VassalInFleet> vassals = new ArrayList<>();
    for (String name : fleet.vassals()) {
      vassals.add(of(fleet.vassal(name), fleet.snapshot().reinforcements().get(name)));
    }
    Map<String, Member> emperors = new TreeMap<>();
    Map<String, Integer> loads = fleet.loads();
    for (String emperor : fleet.snapshot().emperors().keySet()) {
      emperors.put(emperor, new Member(loads.getOrDefault(emperor, 0), fleet.isDrained(emperor)));
    }
    return new View(vassals, emperors);
  }

  private static VassalInFleet of(PlacedVassal vassal, @Nullable KeyValue reinforced) {
    TreeSet<Integer> numbers = new TreeSet<>(vassal.owners().keySet());
    for (int number = 0; number < vassal.wanted(); number++) {
      numbers.add(number);
    }
    return new VassalInFleet(
        vassal.name(),
        vassal.wanted(),
        vassal.range().least(),
        vassal.range().most(),
        vassal.offer().filter(Offer::isRange).flatMap(range -> request(reinforced)).orElse(null),
        vassal.offer().map(Offer::instances).orElse(0),
        vassal.offer().filter(Offer::singleton).isPresent(),
        numbers.stream().map(number -> slot(vassal, number)).toList(),
        vassal.warnings());
  }

  private static Optional<Request> request(@Nullable KeyValue reinforced) {
    return Reinforced.read(reinforced)
        .map(last -> new Request(last.asker(), last.emperor(), last.at()));
  }

  private static Slot slot(PlacedVassal vassal, int number) {
    String owner = vassal.owner(number).orElse(null);
    if (owner == null) {
      return new Slot(number, null, "pending", false, false, null, vassal.pending(number));
    }
    InstanceReport report =
        vassal
            .instance(number)
            .orElseGet(() -> new InstanceReport(0, "", "waiting", false, null, ""));
    boolean surplus = number >= vassal.wanted();
    return new Slot(
        number,
        owner,
        report.state(),
        report.passing(),
        vassal.isOutdated(number),
        vassal.fence(number),
        report.reason().isEmpty()
            ? (surplus ? "is not wanted any more" : vassal.moving(number, owner))
            : report.reason());
  }
}
