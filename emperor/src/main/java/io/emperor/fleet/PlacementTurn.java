package io.emperor.fleet;

import io.emperor.config.choice.OnDisconnect;
import io.emperor.consul.name.FleetSlots;
import io.emperor.consul.name.FleetSnapshot;
import io.emperor.consul.name.HeldSlot;
import io.emperor.consul.name.SlotId;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this emperor does about instances once it knows what the fleet is: starts what it owns,
 * stops what it does not, hands over what should be elsewhere, and claims what is free when it is
 * its turn. Used by one thread.
 */
final class PlacementTurn {

  private static final Logger log = LoggerFactory.getLogger(PlacementTurn.class);

  /** How long an instance is kept beside the one that follows it on another emperor. */
  private static final Duration HANDOVER = Duration.ofSeconds(90);

  private final FleetSlots slots;
  private final LocalInstances instances;
  private final LocalFiles files;
  private final FleetMeters meters;
  private final LongSupplier clock;
  private final Map<SlotId, Long> freeSince = new HashMap<>();
  private final Map<String, Long> newSince = new HashMap<>();
  private final Set<SlotId> orphaned = new HashSet<>();
  private final Set<HeldSlot> leaving = ConcurrentHashMap.newKeySet();
  private long nextDue;
  private volatile boolean handingOver;

  PlacementTurn(
      FleetSlots slots,
      LocalInstances instances,
      LocalFiles files,
      FleetMeters meters,
      LongSupplier clock) {
    this.slots = slots;
    this.instances = instances;
    this.files = files;
    this.meters = meters;
    this.clock = clock;
  }

  /**
   * Does what is to be done; answers nanoseconds until something is due although nothing changes.
   */
  long take(FleetState fleet) {
    nextDue = Duration.ofSeconds(1).toNanos();
    adopt(fleet);
    Map<SlotId, HeldSlot> own =
        slots.own().stream().collect(Collectors.toMap(HeldSlot::id, slot -> slot));
    for (LocalInstance instance : List.copyOf(instances.all())) {
      follow(instance, own.get(instance.id()), fleet);
    }
    own.values().forEach(slot -> start(slot, fleet));
    handingOver = instances.all().stream().anyMatch(instance -> isHandedOver(instance, fleet));
    Set<String> vassals = fleet.vassals();
    newSince.keySet().retainAll(vassals);
    vassals.forEach(name -> claim(fleet.vassal(name), fleet));
    freeSince
        .keySet()
        .removeIf(slot -> !vassals.contains(slot.vassal()) || fleet.owner(slot).isPresent());
    orphaned.removeIf(slot -> fleet.owner(slot).isPresent());
    meters.sees(fleet, slots.emperor());
    return nextDue;
  }

  /** Whether an instance is on its way to another emperor, or could be. */
  boolean isHandingOver() {
    return handingOver;
  }

  private boolean isHandedOver(LocalInstance instance, FleetState fleet) {
    SlotId id = instance.id();
    return instance.givenTo() != null
        || instance.isEnding()
        || !fleet.vassal(id.vassal()).successors(id.number(), slots.emperor()).isEmpty();
  }

  /** What others have given to this emperor. */
  private void adopt(FleetState fleet) {
    fleet
        .snapshot()
        .slots()
        .forEach(
            (id, slot) -> {
              if (slot.owner().filter(slots.emperor()::equals).isPresent()) {
                var unused = slots.adopt(id, slot);
              }
            });
  }

  /** Starts what is owned and does not run yet. */
  private void start(HeldSlot slot, FleetState fleet) {
    if (instances.find(slot.id()).isPresent() || leaving.contains(slot) || !slot.held()) {
      return;
    }
    PlacedVassal vassal = fleet.vassal(slot.id().vassal());
    Optional<PlacedFiles> found = files.find(slot.id().vassal());
    if (found.isEmpty() || slot.id().number() >= vassal.wanted()) {
      slots.vacate(slot);
    } else {
      instances.start(slot, found.get());
      if (orphaned.remove(slot.id())) {
        meters.moved(Move.LOST);
      }
    }
  }

  private void follow(LocalInstance instance, @Nullable HeldSlot held, FleetState fleet) {
    if (instance.isEnding()) {
      ended(instance, held, fleet);
    } else if (held == null) {
      unowned(instance, fleet);
    } else {
      if (held != instance.slot()) {
        instance.heldAs(held);
      }
      owned(instance, held, fleet);
    }
  }

  private void ended(LocalInstance instance, @Nullable HeldSlot held, FleetState fleet) {
    if (!instance.hasEnded()) {
      return;
    }
    instances.forget(instance);
    if (held == null) {
      return;
    }
    String next = instance.givenTo();
    FleetSnapshot.Emperor to = next == null ? null : fleet.live(next).orElse(null);
    if (next == null || to == null) {
      slots.vacate(held);
    } else {
      leaving.add(held);
      var unused = slots.give(held, next, to).thenRun(() -> leaving.remove(held));
    }
  }

  /** It runs, and its slot is another's, or nobody's. */
  private void unowned(LocalInstance instance, FleetState fleet) {
    SlotId id = instance.id();
    PlacedVassal vassal = fleet.vassal(id.vassal());
    Optional<String> owner = fleet.owner(id);
    if (owner.isEmpty()) {
      boolean keeps =
          instance.onDisconnect() == OnDisconnect.KEEP
              && id.number() < vassal.wanted()
              && vassal.obstacle(slots.emperor()).isEmpty();
      if (keeps) {
        slots.claim(id, fleet.snapshot());
      } else {
        instances.end(instance, "nobody owns its slot");
      }
      return;
    }
    if (owner.get().equals(slots.emperor())) {
      return; // what was claimed is about to be known
    }
    boolean awaited =
        instance.givenTo() != null
            && !vassal.isPassing(id.number())
            && clock.getAsLong() - instance.givenAt() < HANDOVER.toNanos();
    if (!awaited) {
      instances.end(instance, owner.get() + " runs it");
    }
  }

  private void owned(LocalInstance instance, HeldSlot held, FleetState fleet) {
    if (!held.held()) {
      return; // nothing is certain now
    }
    SlotId id = instance.id();
    PlacedVassal vassal = fleet.vassal(id.vassal());
    Optional<PlacedFiles> found = files.find(id.vassal());
    if (found.isEmpty()) {
      instances.end(instance, "its files are gone");
    } else if (id.number() >= vassal.wanted()) {
      instances.end(instance, "no more than " + vassal.wanted() + " are wanted");
    } else if (!moves(instance, held, vassal, found.get(), fleet)
        && found.get().touched() != instance.files().touched()
        && (instance.failures() > 0
            || (vassal.mayUpdate(id.number()) && !isReloading(id.vassal())))) {
      instances.reload(instance, found.get());
    }
  }

  /** One after another, also where only a file was touched and all say the same as before. */
  private boolean isReloading(String vassal) {
    return instances.all().stream()
        .anyMatch(other -> other.id().vassal().equals(vassal) && other.isReloading());
  }

  /** Hands an instance over that should be elsewhere, if there is somebody to take it. */
  private boolean moves(
      LocalInstance instance,
      HeldSlot held,
      PlacedVassal vassal,
      PlacedFiles found,
      FleetState fleet) {
    int number = instance.id().number();
    if (instance.givenTo() != null) {
      return true;
    }
    Optional<String> obstacle = vassal.unfit(slots.emperor());
    List<String> successors = vassal.successors(number, slots.emperor());
    if (obstacle.isPresent()) {
      boolean older = vassal.offer().filter(newest -> isOlder(found, newest)).isPresent();
      if (successors.isEmpty()
          || isHandingOver(vassal.name())
          || (older && !vassal.mayUpdate(number))) {
        return older;
      }
      Move why = older ? Move.OLDER_FILES : reason(fleet);
      hand(instance, held, successors.get(0), why, "this emperor " + obstacle.get(), fleet);
      return true;
    }
    if (hasFailedHere(instance) && !successors.isEmpty()) {
      meters.moved(Move.FAILED);
      files.leave(instance.files(), instance.reason(), clock.getAsLong());
      instance.given(successors.get(0), clock.getAsLong());
      instances.end(instance, "its starts have failed here, " + successors.get(0) + " tries");
      return true;
    }
    Optional<String> lighter = vassal.balanced(number, slots.emperor());
    lighter.ifPresent(next -> hand(instance, held, next, Move.BALANCE, next + " has fewer", fleet));
    return lighter.isPresent();
  }

  private Move reason(FleetState fleet) {
    return fleet.isDrained(slots.emperor()) ? Move.DRAINED : Move.NODE_SELECTOR;
  }

  private static boolean isOlder(PlacedFiles found, Offer newest) {
    return !newest.version().equals(found.version().content());
  }

  private static boolean hasFailedHere(LocalInstance instance) {
    int attempts = instance.files().config().placement().rescheduleAttempts();
    return instance.isCursed() || instance.failures() >= attempts;
  }

  /** One after another: each has started elsewhere before the next goes. */
  private boolean isHandingOver(String vassal) {
    return instances.all().stream()
        .anyMatch(
            other ->
                other.id().vassal().equals(vassal)
                    && (other.givenTo() != null || other.isEnding()));
  }

  private void hand(
      LocalInstance instance, HeldSlot held, String next, Move move, String why, FleetState fleet) {
    FleetSnapshot.Emperor to = fleet.live(next).orElse(null);
    if (to == null) {
      return;
    }
    instance.given(next, clock.getAsLong());
    log.info("hands {} over to {}: {}", instance.name(), next, why);
    boolean stopsFirst =
        instance.isSingleton()
            || !instance.isPassing()
            || fleet.vassal(instance.id().vassal()).sharePort(slots.emperor(), next);
    if (stopsFirst) {
      meters.moved(move);
      instances.end(instance, next + " is to run it");
    } else {
      var unused =
          slots
              .give(held, next, to)
              .thenAccept(
                  given -> {
                    if (given) {
                      meters.moved(move);
                    } else {
                      instance.given(null, 0);
                    }
                  });
    }
  }

  /** One at a time: what it has then decides who comes first for the next. */
  private void claim(PlacedVassal vassal, FleetState fleet) {
    if (!slots.takesClaims()) {
      return;
    }
    long now = clock.getAsLong();
    long since = newSince.computeIfAbsent(vassal.name(), any -> now);
    boolean claiming = slots.isClaiming(vassal.name());
    for (Map.Entry<Integer, List<String>> free : vassal.rankings().entrySet()) {
      int number = free.getKey();
      SlotId id = vassal.slot(number);
      long freed = freeSince.computeIfAbsent(id, any -> now);
      int rank = free.getValue().indexOf(slots.emperor());
      if (rank >= 0 && !claiming && instances.find(id).isEmpty()) {
        long due =
            vassal.isNew(number)
                ? Math.max(since + Pace.claimNew(1).toNanos(), freed)
                    + Pace.claimNew(rank).toNanos()
                : freed + Pace.claim(rank).toNanos();
        if (due <= now) {
          slots.claim(id, fleet.snapshot());
          claiming = true;
          if (vassal.isOrphaned(number, slots.emperor())) {
            orphaned.add(id);
          }
        } else {
          nextDue = Math.min(nextDue, due - now);
        }
      }
    }
  }
}
