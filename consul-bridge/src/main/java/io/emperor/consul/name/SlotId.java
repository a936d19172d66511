package io.emperor.consul.name;

import io.emperor.consul.lease.FleetKeys;
import io.emperor.consul.lease.NameCodec;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;

/**
 * A place in the fleet for one instance of a vassal.
 *
 * @param vassal the vassal's name
 * @param number from 0
 */
public record SlotId(String vassal, int number) implements Comparable<SlotId> {

  private static final Comparator<SlotId> ORDER =
      Comparator.comparing(SlotId::vassal).thenComparingInt(SlotId::number);

  public SlotId {
    Objects.requireNonNull(vassal, "vassal");
    if (number < 0) {
      throw new IllegalArgumentException("slot " + number);
    }
  }

  String key(FleetKeys keys) {
    return keys.slot(vassal, number);
  }

  /** The slot that a key is of; empty if somebody else has written it. */
  static Optional<SlotId> of(String key, FleetKeys keys) {
    int slash = key.lastIndexOf('/');
    String below = keys.slots();
    if (!key.startsWith(below) || slash < below.length()) {
      return Optional.empty();
    }
    String digits = key.substring(slash + 1);
    return digits.matches("0|[1-9][0-9]{0,4}")
        ? NameCodec.decoded(key.substring(below.length(), slash))
            .map(vassal -> new SlotId(vassal, Integer.parseInt(digits)))
        : Optional.empty();
  }

  @Override
  public int compareTo(SlotId other) {
    return ORDER.compare(this, other);
  }

  /** The instance's name: {@code VASSAL@NUMBER}. */
  @Override
  public String toString() {
    return vassal + "@" + number;
  }
}
