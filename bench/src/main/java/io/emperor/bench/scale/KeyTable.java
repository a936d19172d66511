package io.emperor.bench.scale;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The fleet's keys with what follows from them. Used by one thread. */
final class KeyTable {

  private final Fleet fleet;
  private final long[] indexes;
  private final boolean[] live;
  private final int[] owners;
  private final long[] epochs; // of the owners, as they stand in the slots
  private final int[][] held; // by vassal and emperor
  private final int[] loads;
  private long index = 1;
  private long changes;
  private long emperorChanges;

  /** All emperors live, all slots had. */
  KeyTable(Fleet fleet) {
    this.fleet = fleet;
    indexes = new long[fleet.keys()];
    Arrays.fill(indexes, index);
    live = new boolean[fleet.emperors()];
    Arrays.fill(live, true);
    owners = new int[fleet.slots()];
    epochs = new long[fleet.slots()];
    held = new int[fleet.vassals()][fleet.emperors()];
    loads = new int[fleet.emperors()];
    for (int slot = 0; slot < owners.length; slot++) {
      owners[slot] = fleet.firstOwner(slot);
      epochs[slot] = index;
      count(slot, 1);
    }
  }

  long index(int key) {
    return indexes[key];
  }

  boolean isLive(int emperor) {
    return live[emperor];
  }

  int live() {
    int count = 0;
    for (boolean each : live) {
      count += each ? 1 : 0;
    }
    return count;
  }

  /** Who had a slot last. */
  int owner(int slot) {
    return owners[slot];
  }

  boolean isFree(int slot) {
    int owner = owners[slot];
    return !live[owner] || epochs[slot] != indexes[fleet.emperorKey(owner)];
  }

  int held(int vassal, int emperor) {
    return held[vassal][emperor];
  }

  int load(int emperor) {
    return loads[emperor];
  }

  /** Grows with each change of emperors and slots. */
  long changes() {
    return changes;
  }

  /** Grows with each change of emperors. */
  long emperorChanges() {
    return emperorChanges;
  }

  /**
   * Applies all of some operations, or none.
   *
   * @return the positions of those that are refused
   */
  List<Integer> apply(List<Operation> operations) {
    List<Integer> refused = new ArrayList<>();
    for (int at = 0; at < operations.size(); at++) {
      Operation operation = operations.get(at);
      if (indexes[operation.key()] != operation.index()) {
        refused.add(at);
      }
    }
    if (refused.isEmpty()) {
      index++;
      operations.stream().filter(Operation::writes).forEach(this::write);
    }
    return refused;
  }

  private void write(Operation operation) {
    int key = operation.key();
    if (fleet.isSlotKey(key)) {
      int slot = key - fleet.slotKey(0);
      owners[slot] = operation.value();
      epochs[slot] = indexes[fleet.emperorKey(operation.value())];
      count(slot, 1);
      changes++;
    } else if (fleet.isEmperorKey(key)) {
      forget(key);
      live[key] = operation.value() == Operation.LIVE;
      changes++;
      emperorChanges++;
    }
    indexes[key] = index;
  }

  /** Its epoch is over, and all that it had is free. */
  private void forget(int emperor) {
    for (int slot = 0; slot < owners.length; slot++) {
      if (owners[slot] == emperor && !isFree(slot)) {
        count(slot, -1);
      }
    }
  }

  private void count(int slot, int change) {
    held[fleet.vassal(slot)][owners[slot]] += change;
    loads[owners[slot]] += change;
  }
}
