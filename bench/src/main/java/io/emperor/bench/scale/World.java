package io.emperor.bench.scale;

import io.emperor.fleet.LeaseRing;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** What all emperors of a simulation share, and what is seen from outside. Used by one thread. */
final class World {

  /** How long an instance takes to start. */
  private static final long START = 1_000_000_000;

  private static final int NOBODY = -1;

  private final Timeline time;
  private final Fleet fleet;
  private final Protocol protocol;
  private final SimulatedConsul consul;
  private final Rankings rankings;
  private final Random random;
  private final int[] runsOn;
  private final boolean[] dead;
  private final Map<String, Integer> numbers = new HashMap<>();
  private int running;
  private int twice;
  private int lapses;
  private int losses;
  private LeaseRing ring;
  private long ringAt = -1;

  World(Timeline time, Fleet fleet, Protocol protocol, SimulatedConsul consul, Random random) {
    this.time = time;
    this.fleet = fleet;
    this.protocol = protocol;
    this.consul = consul;
    this.random = random;
    this.rankings = new Rankings(fleet, consul.keys());
    this.dead = new boolean[fleet.emperors()];
    this.runsOn = new int[fleet.slots()];
    Arrays.setAll(runsOn, fleet::firstOwner);
    running = runsOn.length;
    IntStream.range(0, fleet.emperors()).forEach(each -> numbers.put(fleet.name(each), each));
    ring = new LeaseRing(numbers.keySet(), numbers.keySet());
  }

  Timeline time() {
    return time;
  }

  Fleet fleet() {
    return fleet;
  }

  Protocol protocol() {
    return protocol;
  }

  SimulatedConsul consul() {
    return consul;
  }

  Rankings rankings() {
    return rankings;
  }

  /** A moment of a period, in nanoseconds. */
  long phase(long period) {
    return (long) (random.nextDouble() * period);
  }

  boolean isDead(int emperor) {
    return dead[emperor];
  }

  /** An emperor is gone with all that it runs. */
  void kill(int emperor) {
    dead[emperor] = true;
    for (int slot = 0; slot < runsOn.length; slot++) {
      if (runsOn[slot] == emperor) {
        stop(slot, emperor);
      }
    }
  }

  /** Begins to start an instance; run once it serves. */
  void start(int slot, int emperor, Runnable serves) {
    time.in(
        START,
        () -> {
          if (!dead[emperor]) {
            twice += runsOn[slot] == NOBODY ? 0 : 1;
            running += runsOn[slot] == NOBODY ? 1 : 0;
            runsOn[slot] = emperor;
            serves.run();
          }
        });
  }

  void stop(int slot, int emperor) {
    if (runsOn[slot] == emperor) {
      runsOn[slot] = NOBODY;
      running--;
    }
  }

  /** How many slots an instance runs in. */
  int running() {
    return running;
  }

  /** Whether an instance runs in each slot. */
  boolean isComplete() {
    return running == runsOn.length;
  }

  /** How often an instance has begun to serve while there was another one in its slot. */
  int twice() {
    return twice;
  }

  void lapsed() {
    lapses++;
  }

  /** How many leases were not renewed in time although their emperors were alive. */
  int lapses() {
    return lapses;
  }

  void lost() {
    losses++;
  }

  /** How many emperors were taken over from although they were alive. */
  int losses() {
    return losses;
  }

  /** Whose leases an emperor watches, in an order that is always the same. */
  Set<Integer> watchedBy(int emperor) {
    Set<Integer> watched = new TreeSet<>();
    if (protocol.ring()) {
      ring().watchedBy(fleet.name(emperor)).forEach(name -> watched.add(number(name)));
    } else {
      IntStream.range(0, fleet.emperors())
          .filter(each -> each != emperor && consul.keys().isLive(each))
          .forEach(watched::add);
    }
    return watched;
  }

  private LeaseRing ring() {
    if (ringAt != consul.keys().emperorChanges()) {
      ringAt = consul.keys().emperorChanges();
      List<String> live =
          IntStream.range(0, fleet.emperors())
              .filter(consul.keys()::isLive)
              .mapToObj(fleet::name)
              .toList();
      ring = new LeaseRing(live, live);
    }
    return ring;
  }

  private int number(String name) {
    return numbers.getOrDefault(name, NOBODY);
  }
}
