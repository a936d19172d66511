package io.emperor.fleet;

import io.emperor.consul.name.SlotId;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * What an emperor has already when a slot is free: who has less comes first. Where that is equal,
 * the {@link #hash} decides, which differs from slot to slot.
 *
 * @param spread how many instances of the vassal there are on the same value of its {@code spread}
 * @param held how many of them on this emperor
 * @param load how many instances of any vassal it has
 */
public record Standing(int spread, int held, int load) implements Comparable<Standing> {

  @Override
  public int compareTo(Standing other) {
    if (spread != other.spread) {
      return Integer.compare(spread, other.spread);
    }
    return held == other.held
        ? Integer.compare(load, other.load)
        : Integer.compare(held, other.held);
  }

  /** A number for an emperor at a slot, the same for everybody. */
  public static long hash(SlotId slot, String emperor) {
    CRC32 sum = new CRC32();
    sum.update((slot + " " + emperor).getBytes(StandardCharsets.UTF_8));
    return sum.getValue();
  }
}
