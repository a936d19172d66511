package io.emperor.bench.scale;

import io.emperor.consul.lease.Observation;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The leases that an emperor watches, as {@code LeaseObserver} does: all with one read, twice each
 * retry period; and one after the other is taken over from that has not changed for its duration.
 * Used by one thread.
 */
final class WatchedLeases {

  private final World world;
  private final SimulatedConsul consul;
  private final int emperor;
  private final KeptLease own;
  private final Map<Integer, Watched> watched = new TreeMap<>();

  private static final class Watched {
    private final Observation lease;
    private boolean isClaiming;

    Watched(Observation lease) {
      this.lease = lease;
    }
  }

  private record Seen(int emperor, long index) {}

  WatchedLeases(World world, int emperor, KeptLease own) {
    this.world = world;
    this.consul = world.consul();
    this.emperor = emperor;
    this.own = own;
  }

  void begin() {
    world.time().in(world.phase(pause()), this::look);
  }

  private long pause() {
    return world.protocol().retry() / 2;
  }

  /** Watches these from now on, and no others. */
  void watch(Set<Integer> emperors) {
    watched.keySet().retainAll(emperors);
    for (int each : emperors) {
      watched.computeIfAbsent(each, any -> new Watched(new Observation(() -> world.time().now())));
    }
  }

  private void look() {
    if (world.isDead(emperor)) {
      return;
    }
    List<Integer> all = List.copyOf(watched.keySet());
    int read = world.protocol().ring() ? all.size() : world.fleet().emperors();
    consul.read(
        consul.leases(read),
        () -> {
          List<Seen> seen =
              all.stream()
                  .map(each -> new Seen(each, consul.keys().index(world.fleet().leaseKey(each))))
                  .toList();
          return () -> look(seen.iterator());
        });
  }

  /** Goes on with the rest of those that were seen. */
  private void look(Iterator<Seen> seen) {
    Duration duration = world.protocol().times().duration();
    while (seen.hasNext() && !world.isDead(emperor)) {
      Seen next = seen.next();
      Watched known = watched.get(next.emperor());
      if (known == null) {
        continue;
      }
      known.lease.see(next.index());
      if (!known.isClaiming && known.lease.isUnchangedFor(duration)) {
        takeOver(next, known, seen);
        return;
      }
    }
    world.time().in(pause(), this::look);
  }

  private void takeOver(Seen lapsed, Watched known, Iterator<Seen> rest) {
    int key = world.fleet().emperorKey(lapsed.emperor());
    consul.read(
        consul.emperor(),
        () -> {
          boolean live = consul.keys().isLive(lapsed.emperor());
          long epoch = consul.keys().index(key);
          return () -> {
            if (live) {
              known.isClaiming = true;
              own.submit(
                  List.of(
                      Operation.check(world.fleet().leaseKey(lapsed.emperor()), lapsed.index()),
                      Operation.cas(key, epoch, Operation.DEAD)),
                  done -> known.isClaiming = false);
            }
            look(rest);
          };
        });
  }
}
