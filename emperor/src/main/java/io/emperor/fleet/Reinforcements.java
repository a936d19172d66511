package io.emperor.fleet;

import io.emperor.api.KeyValue;
import io.emperor.config.DurationFormat;
import io.emperor.config.VassalConfig;
import io.emperor.consul.name.FleetSlots;
import io.emperor.consul.name.SlotId;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes more of the instances of a vassal that asks for it, and fewer once none asks any more. How
 * many there are stands in one key, which is written if nobody else was first: of any number of
 * emperors one makes one more, or one fewer. All times are of this emperor's own clock, since it
 * has seen that key change; time in which it could not look does not count.
 */
final class Reinforcements {

  private static final Logger log = LoggerFactory.getLogger(Reinforcements.class);

  /** Whoever has not looked for so long has seen nothing. */
  private static final Duration BLIND = Duration.ofSeconds(10);

  /** That somebody has asked is written so often within the time after which it counts no more. */
  private static final int WRITES = 4;

  private final FleetSlots slots;
  private final LocalFiles files;
  private final FleetMeters meters;
  private final LongSupplier clock;
  private final Clock time;
  private final Map<String, SlotId> asked = new ConcurrentHashMap<>(); // by vassal, as are all
  private final Set<String> told = ConcurrentHashMap.newKeySet();
  private final Map<String, SlotId> unwritten = new HashMap<>();
  private final Map<String, Seen> seen = new HashMap<>();
  private long looked;

  /**
   * What was seen of a vassal.
   *
   * @param index of its key; 0 without one
   * @param instances how many there should be
   * @param changed since when the key is as it is
   * @param resized since when there should be so many; {@code null} if that was never otherwise
   */
  private record Seen(long index, int instances, long changed, @Nullable Long resized) {}

  /**
   * Makes one.
   *
   * @param clock the monotonic one, in nanoseconds
   * @param time tells the time for people
   */
  Reinforcements(
      FleetSlots slots, LocalFiles files, FleetMeters meters, LongSupplier clock, Clock time) {
    this.slots = slots;
    this.files = files;
    this.meters = meters;
    this.clock = clock;
    this.time = time;
    this.looked = clock.getAsLong();
  }

  /**
   * An instance asks for another one beside it. Can be called on any thread, and does not wait.
   *
   * @return whether it can have one at all
   */
  boolean ask(SlotId by) {
    PlacedFiles placed = files.find(by.vassal()).orElse(null);
    if (placed == null) {
      return false;
    }
    if (!placed.config().placement().isRange()) {
      if (told.add(by.vassal())) {
        log.info(
            "{} asks for reinforcement, which has no effect: its instances are no range, as in"
                + " instances: 1-5",
            by);
      }
      return false;
    }
    asked.put(by.vassal(), by);
    return true;
  }

  /** Does what is to be done, on the placement's thread. */
  void take(FleetState fleet) {
    long now = clock.getAsLong();
    if (now - looked > BLIND.toNanos()) {
      seen.clear();
    }
    looked = now;
    Set<String> vassals = fleet.vassals();
    seen.keySet().retainAll(vassals);
    unwritten.keySet().retainAll(vassals);
    told.removeIf(name -> files.find(name).isEmpty());
    for (String name : vassals) {
      KeyValue key = fleet.snapshot().reinforcements().get(name);
      files.find(name).ifPresent(placed -> take(fleet.vassal(name), key, placed.config(), now));
    }
  }

  private void take(PlacedVassal vassal, @Nullable KeyValue key, VassalConfig config, long now) {
    String name = vassal.name();
    Wanted wanted = vassal.range();
    Seen state = look(name, key, wanted.instances(), now);
    SlotId by = asked.remove(name);
    if (!wanted.isRange()) {
      unwritten.remove(name);
      if (key != null && vassal.offer().filter(offer -> !offer.isRange()).isPresent()) {
        slots.forgetReinforcement(name, key.modifyIndex());
      }
      return;
    }
    if (by != null) {
      unwritten.put(name, by);
    }
    long delay = config.placement().rescheduleDelay().toNanos();
    Long resized = state.resized();
    if (by != null
        && wanted.instances() < wanted.most()
        && (resized == null || now - resized >= delay)) {
      grow(vassal, key, by);
    } else if (wanted.instances() > wanted.least()) {
      keepOrShrink(vassal, key, config.rest().idleTimeout(), now - state.changed());
    }
  }

  private Seen look(String name, @Nullable KeyValue key, int instances, long now) {
    long index = key == null ? 0 : key.modifyIndex();
    Seen before = seen.get(name);
    Seen state =
        before == null
            ? new Seen(index, instances, now, key == null ? null : now)
            : new Seen(
                index,
                instances,
                before.index() == index ? before.changed() : now,
                before.instances() == instances ? before.resized() : Long.valueOf(now));
    seen.put(name, state);
    return state;
  }

  private void grow(PlacedVassal vassal, @Nullable KeyValue key, SlotId by) {
    int more = vassal.range().instances() + 1;
    if (write(vassal, key, asked(key, more, by))) {
      meters.reinforced(true);
      log.info("{} asks for reinforcement: {} now", by, vassal.range().with(more));
    }
  }

  /** A request that starts none is written, too, but not each; and nothing goes before it is. */
  private void keepOrShrink(
      PlacedVassal vassal, @Nullable KeyValue key, Duration idle, long unchanged) {
    SlotId by = unwritten.get(vassal.name());
    int instances = vassal.range().instances();
    if (by != null) {
      if (unchanged >= idle.toNanos() / WRITES) {
        boolean unused = write(vassal, key, asked(key, instances, by));
      }
    } else if (unchanged >= idle.toNanos()
        && write(vassal, key, Reinforced.orNever(key).reduced(instances - 1))) {
      meters.reinforced(false);
      log.info(
          "{} has not asked for reinforcement for {}: {} now",
          vassal.name(),
          DurationFormat.format(idle),
          vassal.range().with(instances - 1));
    }
  }

  private Reinforced asked(@Nullable KeyValue key, int instances, SlotId by) {
    return Reinforced.orNever(key).asked(instances, by.toString(), slots.emperor(), time.instant());
  }

  private boolean write(PlacedVassal vassal, @Nullable KeyValue key, Reinforced number) {
    long index = key == null ? 0 : key.modifyIndex();
    boolean written = slots.reinforce(vassal.name(), number.bytes(), index);
    if (written) {
      unwritten.remove(vassal.name());
    }
    return written;
  }
}
