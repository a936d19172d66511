package io.emperor.fleet;

import io.emperor.consul.name.FleetSnapshot;
import io.emperor.consul.name.SlotId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A vassal with instances at one moment: how many there should be, where they may run, and who
 * comes first for a free slot. All emperors work out the same from the same keys; whom a slot goes
 * to is decided by Consul alone. Used by one thread.
 */
final class PlacedVassal {

  /** So many free slots are looked at: each emperor claims one, and looks anew. */
  private static final int RANKED = 64;

  private final String name;
  private final FleetState fleet;
  private final @Nullable Offer newest;
  private final Wanted range;
  private final int wanted;
  private @Nullable Map<Integer, List<String>> rankings;

  PlacedVassal(String name, FleetState fleet) {
    this.name = name;
    this.fleet = fleet;
    this.newest = newest();
    this.range =
        Wanted.of(
            newest,
            fleet.snapshot().scales().get(name),
            fleet.snapshot().reinforcements().get(name));
    this.wanted = range.instances();
  }

  /** The newest files win: those of which any emperor has the youngest. */
  private @Nullable Offer newest() {
    return fleet.reports().values().stream()
        .flatMap(report -> Optional.ofNullable(report.vassals().get(name)).stream())
        .max(Comparator.comparingLong(Offer::modified).thenComparing(Offer::version))
        .orElse(null);
  }

  String name() {
    return name;
  }

  /** What the newest files say; empty if nobody has any. */
  Optional<Offer> offer() {
    return Optional.ofNullable(newest);
  }

  /** How many instances there should be: slots from 0 to below that. */
  int wanted() {
    return wanted;
  }

  /** The same, with what it may become. */
  Wanted range() {
    return range;
  }

  SlotId slot(int number) {
    return new SlotId(name, number);
  }

  Optional<String> owner(int number) {
    return fleet.owner(slot(number));
  }

  /** The slots that somebody has, in their order, wanted or not. */
  Map<Integer, String> owners() {
    Map<Integer, String> owners = new TreeMap<>();
    fleet
        .snapshot()
        .slots()
        .forEach(
            (id, slot) -> {
              if (id.vassal().equals(name)) {
                slot.owner().ifPresent(owner -> owners.put(id.number(), owner));
              }
            });
    return owners;
  }

  /** How an instance is; empty if its owner has said nothing of it since it has its slot. */
  Optional<InstanceReport> instance(int number) {
    return owner(number)
        .flatMap(owner -> fleet.report(owner).instance(slot(number)))
        .filter(instance -> instance.fence() == fence(number));
  }

  boolean isPassing(int number) {
    return instance(number).filter(InstanceReport::passing).isPresent();
  }

  /** Whether each slot has an owner, and its instance is well. */
  boolean isComplete() {
    return IntStream.range(0, wanted).allMatch(this::isPassing);
  }

  /** Why an emperor may not run an instance, whatever others do; empty if it may. */
  Optional<String> obstacle(String emperor) {
    Optional<String> unfit = unfit(emperor);
    return unfit.isPresent()
        ? unfit
        : Optional.ofNullable(fleet.report(emperor).vassals().get(name)).map(Offer::unable);
  }

  /** Why an emperor may not run one even if those that it runs are well; empty if it may. */
  Optional<String> unfit(String emperor) {
    Offer offer = fleet.report(emperor).vassals().get(name);
    if (newest == null || offer == null) {
      return Optional.of("has no files of it");
    }
    if (!fleet.isLive(emperor)) {
      return Optional.of("is not alive");
    }
    if (fleet.isDrained(emperor)) {
      return Optional.of("is drained");
    }
    if (isOther(offer)) {
      return Optional.of("has older files of it");
    }
    Map<String, String> labels = fleet.labels(emperor);
    return newest.nodeSelector().entrySet().stream()
        .filter(wish -> !wish.getValue().equals(labels.get(wish.getKey())))
        .map(wish -> "has not the label " + wish.getKey() + "=" + wish.getValue())
        .sorted()
        .findFirst();
  }

  private Optional<String> obstacle(String emperor, Map<String, Integer> held) {
    Optional<String> lasting = obstacle(emperor);
    int most = newest == null ? 0 : newest.maxPerEmperor();
    if (lasting.isPresent()) {
      return lasting;
    }
    if (most > 0 && held.getOrDefault(emperor, 0) >= most) {
      return Optional.of("runs " + most + " of it already");
    }
    if (newest == null || !newest.fixedPort()) {
      return Optional.empty(); // a large fleet is not gone through for nothing
    }
    return held.keySet().stream()
        .filter(other -> held.getOrDefault(other, 0) > 0 && sharePort(emperor, other))
        .findFirst()
        .map(other -> "is on one machine with " + other + ", which has its port");
  }

  /** Whether one emperor can't have an instance before the other has none any more. */
  boolean sharePort(String emperor, String other) {
    String host = fleet.labels(emperor).get("host");
    return newest != null
        && newest.fixedPort()
        && !emperor.equals(other)
        && host != null
        && host.equals(fleet.labels(other).get("host"));
  }

  /**
   * Who should try to get each of the first slots that nobody has, the first first. Each is worked
   * out as if those before had been taken by the first.
   */
  Map<Integer, List<String>> rankings() {
    if (rankings == null) {
      rankings = ranked();
    }
    return rankings;
  }

  private Map<Integer, List<String>> ranked() {
    Map<String, Integer> held = held();
    Map<String, Integer> loads = new HashMap<>(fleet.loads());
    Map<Integer, List<String>> found = new TreeMap<>();
    for (int number = 0; number < wanted && found.size() < RANKED; number++) {
      if (owner(number).isEmpty()) {
        List<String> ranked = ranked(number, held, held, loads);
        found.put(number, ranked);
        if (!ranked.isEmpty()) {
          held.merge(ranked.get(0), 1, Integer::sum);
          loads.merge(ranked.get(0), 1, Integer::sum);
        }
      }
    }
    return found;
  }

  /** Who could take a slot over from its owner, the first first. */
  List<String> successors(int number, String owner) {
    Map<String, Integer> others = held();
    others.computeIfPresent(owner, (any, count) -> count - 1);
    return ranked(number, held(), others, fleet.loads()).stream()
        .filter(emperor -> !emperor.equals(owner))
        .toList();
  }

  private Map<String, Integer> held() {
    Map<String, Integer> held = new HashMap<>();
    owners().values().forEach(owner -> held.merge(owner, 1, Integer::sum));
    return held;
  }

  /** In their order; {@code taken} is what those have that have to be left alone. */
  private List<String> ranked(
      int number,
      Map<String, Integer> held,
      Map<String, Integer> taken,
      Map<String, Integer> loads) {
    Map<String, Integer> spread = new HashMap<>();
    held.forEach((emperor, count) -> spread.merge(group(emperor), count, Integer::sum));
    SlotId slot = slot(number);
    return fleet.reports().keySet().stream()
        .filter(emperor -> obstacle(emperor, taken).isEmpty())
        .map(
            emperor ->
                new Candidate(
                    new Standing(
                        spread.getOrDefault(group(emperor), 0),
                        held.getOrDefault(emperor, 0),
                        loads.getOrDefault(emperor, 0)),
                    Standing.hash(slot, emperor),
                    emperor))
        .sorted(Candidate.ORDER)
        .map(Candidate::emperor)
        .toList();
  }

  /** An emperor that may have a slot; made once for a sort, which looks at it often. */
  private record Candidate(Standing standing, long hash, String emperor) {
    static final Comparator<Candidate> ORDER =
        Comparator.comparing(Candidate::standing)
            .thenComparingLong(Candidate::hash)
            .thenComparing(Candidate::emperor);
  }

  private String group(String emperor) {
    String label = newest == null ? "emperor" : newest.spread();
    return label.equals("emperor") ? emperor : fleet.labels(emperor).getOrDefault(label, "");
  }

  /** Why a slot has no owner, in words. */
  String pending(int number) {
    List<String> ranked = rankings().getOrDefault(number, List.of());
    if (!ranked.isEmpty()) {
      return "waits for " + ranked.get(0) + " to take it";
    }
    Map<String, Integer> held = held();
    List<String> obstacles = new ArrayList<>();
    for (String emperor : fleet.reports().keySet()) {
      if (fleet.report(emperor).vassals().containsKey(name)) {
        obstacle(emperor, held).ifPresent(why -> obstacles.add(emperor + " " + why));
      }
    }
    if (fleet.reports().keySet().stream().anyMatch(each -> obstacle(each, held).isEmpty())) {
      return "waits for those before it";
    }
    return obstacles.isEmpty()
        ? "no emperor that is alive has its files"
        : obstacles.stream().collect(Collectors.joining("; "));
  }

  /** What is wrong with the files of emperors that are alive, although nothing need be pending. */
  Map<String, String> warnings() {
    Map<String, String> warnings = new TreeMap<>();
    fleet
        .reports()
        .forEach(
            (emperor, report) -> {
              Offer offer = report.vassals().get(name);
              if (offer != null && offer.problem() != null) {
                warnings.put(emperor, "can't use its files: " + offer.problem());
              } else if (offer != null && isOther(offer)) {
                warnings.put(emperor, "has older files of it");
              }
            });
    return warnings;
  }

  private boolean isOther(Offer offer) {
    return newest != null && !offer.version().equals(newest.version());
  }

  /** Why a slot is to be another emperor's, and whose; empty if it stays. */
  String moving(int number, String owner) {
    return unfit(owner)
        .map(
            why ->
                successors(number, owner).stream()
                    .findFirst()
                    .map(next -> "goes to " + next + ": " + owner + " " + why)
                    .orElse("stays, as nobody else may run it: " + owner + " " + why))
        .orElse("");
  }

  /** Whether the instance in a slot serves with other files than the newest. */
  boolean isOutdated(int number) {
    return newest != null
        && instance(number)
            .filter(instance -> !instance.version().isEmpty())
            .filter(instance -> !instance.version().equals(newest.version()))
            .isPresent();
  }

  /**
   * Whether it is a slot's turn to get the newest files: in the order of the slots, with no more
   * out of service than may be, and not once one has failed with them.
   */
  boolean mayUpdate(int number) {
    if (newest == null) {
      return false;
    }
    boolean failed =
        IntStream.range(0, wanted)
            .mapToObj(this::instance)
            .flatMap(Optional::stream)
            .anyMatch(instance -> newest.version().equals(instance.failed()));
    if (failed) {
      return false;
    }
    if (!isPassing(number)) {
      return true;
    }
    long unavailable = IntStream.range(0, wanted).filter(each -> !isPassing(each)).count();
    long before =
        IntStream.range(0, number).filter(each -> isPassing(each) && isOutdated(each)).count();
    return unavailable + before < newest.maxUnavailable();
  }

  /** Whom a slot should be given to for the sake of balance; empty while all is well. */
  Optional<String> balanced(int number, String owner) {
    if (newest == null || !newest.rebalances() || !isComplete()) {
      return Optional.empty();
    }
    Map<String, Integer> held = held();
    int own = held.getOrDefault(owner, 0);
    boolean isMost =
        held.entrySet().stream()
            .max(
                Map.Entry.<String, Integer>comparingByValue()
                    .thenComparing(Map.Entry.comparingByKey()))
            .filter(most -> most.getKey().equals(owner))
            .isPresent();
    int last =
        owners().entrySet().stream()
            .filter(each -> each.getValue().equals(owner))
            .mapToInt(Map.Entry::getKey)
            .max()
            .orElse(-1);
    if (!isMost || last != number) {
      return Optional.empty();
    }
    return successors(number, owner).stream()
        .filter(emperor -> own - held.getOrDefault(emperor, 0) >= 2)
        .findFirst();
  }

  /** Whether a slot has ever been somebody's. */
  boolean isNew(int number) {
    return !fleet.snapshot().slots().containsKey(slot(number));
  }

  /** Whether the last to have a slot was another emperor, which has not given it back. */
  boolean isOrphaned(int number, String emperor) {
    return Optional.ofNullable(fleet.snapshot().slots().get(slot(number)))
        .filter(slot -> slot.owner().isEmpty())
        .filter(slot -> !slot.previous().isEmpty() && !slot.previous().equals(emperor))
        .isPresent();
  }

  /** Of a slot's owner; 0 for one without. */
  long fence(int number) {
    return Optional.ofNullable(fleet.snapshot().slots().get(slot(number)))
        .map(FleetSnapshot.Slot::fence)
        .orElse(0L);
  }
}
