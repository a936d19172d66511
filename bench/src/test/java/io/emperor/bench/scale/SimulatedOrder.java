package io.emperor.bench.scale;

import io.emperor.consul.name.SlotId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The simulation's keys and its order of claims, in the words of the fleet. */
public final class SimulatedOrder {

  private final Fleet fleet;
  private final KeyTable keys;
  private final Rankings rankings;

  public SimulatedOrder(int emperors, int vassals) {
    fleet = new Fleet(emperors, vassals);
    keys = new KeyTable(fleet);
    rankings = new Rankings(fleet, keys);
  }

  public void kill(int emperor) {
    int key = fleet.emperorKey(emperor);
    keys.apply(List.of(Operation.cas(key, keys.index(key), Operation.DEAD)));
  }

  /** Somebody gets a slot, if it is free. */
  public void take(int slot) {
    int key = fleet.slotKey(slot);
    if (keys.isFree(slot)) {
      int taker = IntStream.range(0, fleet.emperors()).filter(keys::isLive).max().orElseThrow();
      keys.apply(List.of(Operation.cas(key, keys.index(key), taker)));
    }
  }

  public boolean isLive(int emperor) {
    return keys.isLive(emperor);
  }

  /** Who tries to get each free slot of a vassal, the first first. */
  public Map<Integer, List<String>> rankings(int vassal) {
    Map<Integer, List<String>> found = new TreeMap<>();
    for (Rankings.Free free : rankings.free(vassal)) {
      List<String> order =
          IntStream.range(0, fleet.emperors())
              .filter(keys::isLive)
              .boxed()
              .sorted(Comparator.comparingInt(each -> rankings.rank(vassal, free.slot(), each)))
              .map(fleet::name)
              .toList();
      if (!order.get(0).equals(fleet.name(free.first()))) {
        throw new IllegalStateException("the first of " + free + " is " + order.get(0));
      }
      found.put(fleet.id(free.slot()).number(), order);
    }
    return found;
  }

  public Map<SlotId, Optional<String>> owners() {
    Map<SlotId, Optional<String>> owners = new HashMap<>();
    for (int slot = 0; slot < fleet.slots(); slot++) {
      Optional<String> owner =
          keys.isFree(slot) ? Optional.empty() : Optional.of(fleet.name(keys.owner(slot)));
      owners.put(fleet.id(slot), owner);
    }
    return owners;
  }
}
