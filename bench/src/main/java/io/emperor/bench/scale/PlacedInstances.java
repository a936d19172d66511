package io.emperor.bench.scale;

import io.emperor.fleet.Pace;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an emperor does about instances, as {@code Placement} and {@code PlacementTurn} do: looks at
 * the fleet when it has changed, starts what it has, claims of each vassal one slot that is free
 * when it is its turn, and reports what it runs. Used by one thread.
 */
final class PlacedInstances {

  private static final long REST = 1_000_000_000;

  private final World world;
  private final SimulatedConsul consul;
  private final int emperor;
  private final NextTurn nextTurn;
  private final KeptLease lease;
  private final WatchedLeases others;
  private final Set<Integer> own = new TreeSet<>();
  private final Set<Integer> started = new HashSet<>();
  private final Set<Integer> claiming = new HashSet<>(); // vassals
  private final Map<Integer, Long> freeSince = new HashMap<>();
  private long lookedAt;
  private long finishedAt;
  private long watchedAt = -1;
  private int live;
  private int state;
  private int reported;
  private boolean isChanged;
  private boolean isSignalled;
  private boolean isLooking;

  PlacedInstances(World world, int emperor, KeptLease lease, WatchedLeases others) {
    this.world = world;
    this.consul = world.consul();
    this.emperor = emperor;
    this.lease = lease;
    this.others = others;
    live = world.fleet().emperors();
    nextTurn = new NextTurn(world, emperor, this::look);
  }

  void begin() {
    for (int slot = 0; slot < world.fleet().slots(); slot++) {
      if (world.fleet().firstOwner(slot) == emperor) {
        own.add(slot);
        started.add(slot);
      }
    }
    lookedAt = -world.phase(world.protocol().fresh(live).toNanos());
    observe();
    Runnable unused = consul.watch(this::changed);
    nextTurn.in(world.phase(REST));
  }

  private void changed() {
    isChanged = true;
    signal();
  }

  private void signal() {
    if (!isSignalled && !isLooking) {
      isSignalled = true;
      nextTurn.in(finishedAt + lull() - world.time().now());
    }
    isSignalled = true;
  }

  private long lull() {
    return Pace.lull(world.protocol().pacing(live)).toNanos();
  }

  private void look() {
    isSignalled = false;
    isLooking = true;
    long now = world.time().now();
    if (!isChanged && now - lookedAt < world.protocol().fresh(live).toNanos()) {
      act().run();
      return;
    }
    isChanged = false;
    lookedAt = now;
    consul.read(consul.emperors(), () -> () -> consul.read(consul.instances(), this::act));
  }

  /** What is to be done, by what the keys say now. */
  private Runnable act() {
    observe();
    Set<Integer> lost = new TreeSet<>();
    for (int slot : own) {
      if (consul.keys().isFree(slot) || consul.keys().owner(slot) != emperor) {
        lost.add(slot);
      }
    }
    Deque<Integer> claims = new ArrayDeque<>();
    long due = lease.isHeld() ? due(claims) : REST;
    return () -> {
      for (int slot : lost) {
        own.remove(slot);
        started.remove(slot);
        world.stop(slot, emperor);
        state++;
      }
      own.stream().filter(started::add).forEach(this::start);
      claim(claims, due);
    };
  }

  private void start(int slot) {
    state++;
    world.start(
        slot,
        emperor,
        () -> {
          state++;
          signal();
        });
  }

  private void observe() {
    if (watchedAt != consul.keys().emperorChanges()) {
      watchedAt = consul.keys().emperorChanges();
      live = consul.keys().live();
      others.watch(world.watchedBy(emperor));
    }
  }

  /** Finds what to claim; answers nanoseconds until something may be due. */
  private long due(Deque<Integer> claims) {
    long now = world.time().now();
    long due = REST;
    freeSince.keySet().removeIf(slot -> !consul.keys().isFree(slot));
    for (int vassal = 0; vassal < world.fleet().vassals(); vassal++) {
      boolean busy = claiming.contains(vassal);
      for (Rankings.Free free : world.rankings().free(vassal)) {
        long freed = freeSince.computeIfAbsent(free.slot(), any -> now);
        boolean late = now - freed >= Pace.claim(1).toNanos();
        // Nobody but the first is due before: then it need not be known who is second.
        int rank =
            free.first() == emperor
                ? 0
                : late ? world.rankings().rank(vassal, free.slot(), emperor) : 1;
        long left = freed + Pace.claim(rank).toNanos() - now;
        if (left > 0) {
          due = Math.min(due, left);
        } else if (!busy && !own.contains(free.slot())) {
          claims.add(free.slot());
          busy = true;
        }
      }
    }
    return due;
  }

  /** One after another: each time it is made sure that who had it is gone. */
  private void claim(Deque<Integer> claims, long due) {
    if (claims.isEmpty() || world.isDead(emperor)) {
      report(due);
      return;
    }
    int slot = claims.removeFirst();
    int vassal = world.fleet().vassal(slot);
    int key = world.fleet().slotKey(slot);
    consul.read(
        consul.emperor(),
        () -> {
          boolean free = consul.keys().isFree(slot);
          long index = consul.keys().index(key);
          return () -> {
            if (free) {
              claiming.add(vassal);
              lease.submit(List.of(Operation.cas(key, index, emperor)), won -> claimed(slot, won));
            }
            claim(claims, due);
          };
        });
  }

  private void claimed(int slot, boolean won) {
    claiming.remove(world.fleet().vassal(slot));
    if (won) {
      own.add(slot);
    }
    changed();
  }

  private void report(long due) {
    if (state == reported || world.isDead(emperor) || !lease.isHeld()) {
      finish(due);
      return;
    }
    int said = state;
    int key = world.fleet().reportKey(emperor);
    List<Operation> operations =
        List.of(lease.check(), Operation.cas(key, consul.keys().index(key), Operation.LIVE));
    consul.commit(
        operations,
        refused -> {
          if (refused.isEmpty()) {
            reported = said;
            isChanged = true;
          }
          finish(due);
        });
  }

  private void finish(long due) {
    isLooking = false;
    finishedAt = world.time().now();
    nextTurn.in(isSignalled ? lull() : due);
  }
}
