package io.emperor.fleet;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32;

/**
 * Whose leases an emperor watches: those of the next few on a ring of all that are alive. So each
 * is watched by a few, however many there are, and what a fleet reads to notice losses grows with
 * its size and not with its square. Whoever is dead leaves the ring, and who comes behind it is
 * watched then: also where all that watched one were lost with it, it is noticed, a lease duration
 * later. Who watches decides nothing: Consul's transaction does.
 */
public final class LeaseRing {

  /**
   * By how many each lease is watched. Of a third of a fleet that is lost at one moment, one in
   * 6,561 is lost together with all that watch it.
   */
  public static final int WATCHERS = 8;

  /** Neighbours on the ring are none by name, as racks are often lost whole. */
  private static final Comparator<String> ORDER =
      Comparator.comparingLong(LeaseRing::place).thenComparing(Comparator.naturalOrder());

  private LeaseRing() {}

  /**
   * Works it out.
   *
   * @param self who watches
   * @param live everybody that is alive
   * @param watching those of them that watch others
   * @return the next on the ring until {@link #WATCHERS} of them watch; without itself
   */
  public static Set<String> watchedBy(
      String self, Collection<String> live, Collection<String> watching) {
    TreeSet<String> ring = new TreeSet<>(ORDER);
    ring.addAll(live);
    ring.remove(self);
    Set<String> watched = new LinkedHashSet<>();
    int watchers = 0;
    for (Set<String> part : List.of(ring.tailSet(self), ring.headSet(self))) {
      for (String next : part) {
        if (watchers < WATCHERS) {
          watched.add(next);
          watchers += watching.contains(next) ? 1 : 0;
        }
      }
    }
    return watched;
  }

  private static long place(String emperor) {
    CRC32 sum = new CRC32();
    sum.update(emperor.getBytes(StandardCharsets.UTF_8));
    return sum.getValue();
  }
}
