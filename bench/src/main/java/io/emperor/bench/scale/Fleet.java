package io.emperor.bench.scale;

import io.emperor.consul.name.SlotId;

/**
 * A fleet in which each emperor has the files of all vassals, and each vassal as many instances as
 * there are emperors.
 *
 * @param emperors how many there are
 * @param vassals how many there are
 */
public record Fleet(int emperors, int vassals) {

  int slots() {
    return emperors * vassals;
  }

  String name(int emperor) {
    return "emperor-" + emperor;
  }

  int vassal(int slot) {
    return slot / emperors;
  }

  SlotId id(int slot) {
    return new SlotId("vassal-" + vassal(slot), slot % emperors);
  }

  /** Who has a slot when all begins: each has one of each vassal. */
  int firstOwner(int slot) {
    return (slot + vassal(slot)) % emperors;
  }

  int emperorKey(int emperor) {
    return emperor;
  }

  int leaseKey(int emperor) {
    return emperors + emperor;
  }

  int reportKey(int emperor) {
    return 2 * emperors + emperor;
  }

  int slotKey(int slot) {
    return 3 * emperors + slot;
  }

  int keys() {
    return 3 * emperors + slots();
  }

  boolean isEmperorKey(int key) {
    return key < emperors;
  }

  boolean isSlotKey(int key) {
    return key >= 3 * emperors;
  }

  /** Whether a key is below the prefix of everything about instances. */
  boolean isInstanceKey(int key) {
    return key >= 2 * emperors;
  }
}
