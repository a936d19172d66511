package io.emperor.admin.view;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.emperor.consul.lease.FleetMember;
import io.emperor.consul.lease.FleetView;
import io.emperor.fleet.VassalInFleet;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A fleet as the API shows it: what is not known is {@code null}.
 *
 * @param fleet its name
 * @param leaseHeld whether the emperor that answers holds its lease
 * @param leaseAge seconds since its last renewal was sent
 * @param names how many names its apps have
 * @param problem why it has no lease although it needs one, or could not join
 * @param emperors all of the fleet, in the order of their names
 * @param vassals those with instances, in the order of their names
 * @param leftAlone keys that the emperor that answers leaves alone, and why, in words
 */
public record FleetEntry(
    @JsonProperty String fleet,
    @JsonProperty boolean leaseHeld,
    @JsonProperty @Nullable Double leaseAge,
    @JsonProperty int names,
    @JsonProperty @Nullable String problem,
    @JsonProperty List<Member> emperors,
    @JsonProperty List<PlacedEntry> vassals,
    @JsonProperty List<String> leftAlone) {

  /** An emperor of an earlier version knows of no vassals with instances, and tells of no keys. */
  public FleetEntry {
    vassals = vassals == null ? List.of() : List.copyOf(vassals);
    leftAlone = leftAlone == null ? List.of() : List.copyOf(leftAlone);
  }

  /** With the keys that the emperor that answers leaves alone. */
  public FleetEntry leavingAlone(List<String> keys) {
    return new FleetEntry(fleet, leaseHeld, leaseAge, names, problem, emperors, vassals, keys);
  }

  /**
   * An emperor of it.
   *
   * @param emperor its name
   * @param state how it is, see {@link FleetMember.State}
   * @param labels its labels
   * @param version its version
   * @param admin where its endpoint is; an {@code http} address
   * @param since when it joined, in ISO 8601
   * @param leaseAge seconds since its lease was last seen to change
   * @param names how many names its apps have
   * @param instances how many instances of vassals it has
   * @param drained whether it is to have none
   */
  public record Member(
      @JsonProperty String emperor,
      @JsonProperty String state,
      @JsonProperty Map<String, String> labels,
      @JsonProperty String version,
      @JsonProperty @Nullable String admin,
      @JsonProperty String since,
      @JsonProperty @Nullable Double leaseAge,
      @JsonProperty int names,
      @JsonProperty int instances,
      @JsonProperty boolean drained) {}

  /**
   * A vassal with instances.
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
  public record PlacedEntry(
      @JsonProperty String name,
      @JsonProperty int instances,
      @JsonProperty int least,
      @JsonProperty int most,
      @JsonProperty @Nullable Reinforcement reinforcement,
      @JsonProperty int configured,
      @JsonProperty boolean singleton,
      @JsonProperty List<Slot> slots,
      @JsonProperty Map<String, String> warnings) {

    /** An emperor of an earlier version warns of nothing, and knows of no reinforcements. */
    public PlacedEntry {
      most = Math.max(most, instances);
      warnings = warnings == null ? Map.of() : new TreeMap<>(warnings);
    }

    /** With one instance alone, or without any if there is none of that name. */
    public PlacedEntry instance(String instance) {
      return new PlacedEntry(
          name,
          instances,
          least,
          most,
          reinforcement,
          configured,
          singleton,
          slots.stream().filter(slot -> slot.name().equals(instance)).toList(),
          warnings);
    }
  }

  /**
   * A request for one more instance.
   *
   * @param instance which has asked
   * @param emperor on which it ran
   * @param at when, in ISO 8601, by the clock of that emperor
   */
  public record Reinforcement(
      @JsonProperty String instance, @JsonProperty String emperor, @JsonProperty String at) {}

  /**
   * A slot of such a vassal.
   *
   * @param slot its number, from 0
   * @param name of the instance
   * @param emperor who has it
   * @param state as in the list of vassals; {@code pending} without an owner
   * @param passing whether its instance is well
   * @param outdated whether it serves with other files than the newest
   * @param fence of its owner
   * @param reason why it is as it is
   */
  public record Slot(
      @JsonProperty int slot,
      @JsonProperty String name,
      @JsonProperty @Nullable String emperor,
      @JsonProperty String state,
      @JsonProperty boolean passing,
      @JsonProperty boolean outdated,
      @JsonProperty @Nullable Long fence,
      @JsonProperty String reason) {}

  public static FleetEntry of(FleetView view, VassalInFleet.View instances) {
    return new FleetEntry(
        view.fleet(),
        view.leaseHeld(),
        seconds(view.leaseAge()),
        view.names(),
        view.problem(),
        view.emperors().stream().map(member -> of(member, instances)).toList(),
        instances.vassals().stream().map(FleetEntry::of).toList(),
        List.of());
  }

  private static PlacedEntry of(VassalInFleet vassal) {
    return new PlacedEntry(
        vassal.name(),
        vassal.instances(),
        vassal.least(),
        vassal.most(),
        of(vassal.reinforcement()),
        vassal.configured(),
        vassal.singleton(),
        vassal.slots().stream()
            .map(
                slot ->
                    new Slot(
                        slot.number(),
                        vassal.name() + "@" + slot.number(),
                        slot.emperor(),
                        slot.state(),
                        slot.passing(),
                        slot.outdated(),
                        slot.fence(),
                        slot.reason()))
            .toList(),
        vassal.warnings());
  }

  private static @Nullable Reinforcement of(VassalInFleet.@Nullable Request last) {
    return last == null ? null : new Reinforcement(last.asker(), last.emperor(), last.at());
  }

  private static Member of(FleetMember member, VassalInFleet.View view) {
    VassalInFleet.Member instances = view.emperors().get(member.emperor());
    return new Member(
        member.emperor(),
        member.state().name().toLowerCase(Locale.ROOT),
        member.labels(),
        member.version(),
        link(member.admin()),
        member.since().toString(),
        seconds(member.leaseAge()),
        member.names(),
        instances == null ? 0 : instances.instances(),
        instances != null && instances.drained());
  }

  /** What others wrote is followed only where it can do no more than be opened. */
  private static @Nullable String link(@Nullable String admin) {
    return admin != null && (admin.startsWith("http://") || admin.startsWith("https://"))
        ? admin
        : null;
  }

  private static @Nullable Double seconds(@Nullable Duration time) {
    return time == null ? null : time.toMillis() / 1000.0;
  }
}
