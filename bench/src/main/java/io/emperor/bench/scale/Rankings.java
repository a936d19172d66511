package io.emperor.bench.scale;

import io.emperor.fleet.Standing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Who comes first for the free slots of a vassal, as {@code PlacedVassal} works it out, for vassals
 * without labels and limits. Used by one thread.
 */
final class Rankings {

  /** So many free slots are looked at. */
  private static final int RANKED = 64;

  private final Fleet fleet;
  private final KeyTable keys;
  private final Map<Integer, long[]> hashes = new HashMap<>();
  private final List<List<Free>> known = new ArrayList<>();
  private final Map<Integer, Map<Integer, int[]>> ranks = new HashMap<>();
  private long knownAt = -1;

  /**
   * A free slot.
   *
   * @param first the emperor that comes first, if those before have been taken by theirs
   */
  record Free(int slot, int first) {}

  Rankings(Fleet fleet, KeyTable keys) {
    this.fleet = fleet;
    this.keys = keys;
  }

  /** The first free slots of a vassal, in their order. */
  List<Free> free(int vassal) {
    if (knownAt != keys.changes()) {
      known.clear();
      ranks.clear();
      for (int each = 0; each < fleet.vassals(); each++) {
        known.add(ranked(each));
      }
      knownAt = keys.changes();
    }
    return known.get(vassal);
  }

  private List<Free> ranked(int vassal) {
    List<Free> found = new ArrayList<>();
    Standing[] standings = null;
    int begin = vassal * fleet.emperors();
    for (int slot = begin; slot < begin + fleet.emperors() && found.size() < RANKED; slot++) {
      if (keys.isFree(slot)) {
        standings = standings == null ? standings(vassal) : standings;
        Free free = new Free(slot, first(slot, standings));
        found.add(free);
        take(free, standings);
      }
    }
    return found;
  }

  private Standing[] standings(int vassal) {
    Standing[] standings = new Standing[fleet.emperors()];
    for (int emperor = 0; emperor < standings.length; emperor++) {
      int held = keys.held(vassal, emperor);
      standings[emperor] = new Standing(held, held, keys.load(emperor));
    }
    return standings;
  }

  private static void take(Free free, Standing[] standings) {
    Standing before = standings[free.first()];
    standings[free.first()] =
        new Standing(before.spread() + 1, before.held() + 1, before.load() + 1);
  }

  private int first(int slot, Standing[] standings) {
    long[] hashes = hashes(slot);
    int first = -1;
    for (int emperor = 0; emperor < standings.length; emperor++) {
      if (keys.isLive(emperor) && (first < 0 || order(emperor, first, standings, hashes) < 0)) {
        first = emperor;
      }
    }
    return first;
  }

  private static int order(int one, int other, Standing[] standings, long[] hashes) {
    int order = standings[one].compareTo(standings[other]);
    return order == 0 ? Long.compare(hashes[one], hashes[other]) : order;
  }

  private long[] hashes(int slot) {
    return hashes.computeIfAbsent(
        slot,
        any -> {
          long[] all = new long[fleet.emperors()];
          Arrays.setAll(all, each -> Standing.hash(fleet.id(slot), fleet.name(each)));
          return all;
        });
  }

  /** How many come before an emperor for a free slot of a vassal. */
  int rank(int vassal, int slot, int emperor) {
    free(vassal); // what is known is of now
    return ranks.computeIfAbsent(vassal, this::ranks).getOrDefault(slot, new int[0])[emperor];
  }

  private Map<Integer, int[]> ranks(int vassal) {
    Map<Integer, int[]> found = new HashMap<>();
    Standing[] standings = standings(vassal);
    for (Free free : free(vassal)) {
      long[] hashes = hashes(free.slot());
      List<Integer> order =
          IntStream.range(0, standings.length)
              .filter(keys::isLive)
              .boxed()
              .sorted((one, other) -> order(one, other, standings, hashes))
              .toList();
      int[] all = new int[standings.length];
      for (int rank = 0; rank < order.size(); rank++) {
        all[order.get(rank)] = rank;
      }
      found.put(free.slot(), all);
      take(free, standings);
    }
    return found;
  }
}
