package io.emperor.fleet;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/**
 * Whose leases an emperor watches: those of the next few on a ring of all that are alive. So each
 * is watched by a few, however many there are, and what a fleet reads to notice losses grows with
 * its size and not with its square. Whoever is dead leaves the ring, and who comes behind it is
 * watched then: also where all that watched one were lost with it, it is noticed, a lease duration
 * later. Who watches decides nothing: Consul's transaction does. Immutable.
 */
public final class LeaseRing {

  /**
   * By how many each lease is watched. Of a third of a fleet that is lost at one moment, one in
   * 6,561 is lost together with all that watch it.
   */
  public static final int WATCHERS = 8;

  /** Neighbours on the ring are none by name, as racks are often lost whole. */
  private record Spot(long place, String emperor) implements Comparable<Spot> {

    private static final Comparator<Spot> ORDER =
        Comparator.comparingLong(Spot::place).thenComparing(Spot::emperor);

    static Spot of(String emperor) {
      CRC32 sum = new CRC32();
      sum.update(emperor.getBytes(StandardCharsets.UTF_8));
      return new Spot(sum.getValue(), emperor);
    }

    @Override
    public int compareTo(Spot other) {
      return ORDER.compare(this, other);
    }
  }

  private final TreeSet<Spot> ring;
  private final Set<String> watching;

  /**
   * Puts them in their order.
   *
   * @param live everybody that is alive
   * @param watching those of them that watch others
   */
  public LeaseRing(Collection<String> live, Collection<String> watching) {
    this.ring = live.stream().map(Spot::of).collect(Collectors.toCollection(TreeSet::new));
    this.watching = Set.copyOf(watching);
  }

  /**
   * Works out whom an emperor watches.
   *
   * @param self its name
   * @return the next on the ring until {@link #WATCHERS} of them watch; without itself
   */
  public Set<String> watchedBy(String self) {
    Spot own = Spot.of(self);
    Set<String> watched = new LinkedHashSet<>();
    int watchers = 0;
    for (Set<Spot> part : List.of(ring.tailSet(own, false), ring.headSet(own, false))) {
      for (Iterator<Spot> spots = part.iterator(); watchers < WATCHERS && spots.hasNext(); ) {
        String next = spots.next().emperor();
        watched.add(next);
        watchers += watching.contains(next) ? 1 : 0;
      }
    }
    return watched;
  }
}
