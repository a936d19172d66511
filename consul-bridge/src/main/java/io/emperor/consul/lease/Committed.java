package io.emperor.consul.lease;

import java.util.Map;
import java.util.Set;

/**
 * What became of a transaction.
 *
 * @param indexes the modify index of every key that it wrote or looked at; empty if it was refused
 * @param refused the positions of the operations for which it was refused; empty if it was applied
 */
public record Committed(Map<String, Long> indexes, Set<Integer> refused) {

  public boolean isApplied() {
    return refused.isEmpty();
  }

  /** The index that a key has now. */
  public long index(String key) {
    return indexes.getOrDefault(key, 0L);
  }
}
