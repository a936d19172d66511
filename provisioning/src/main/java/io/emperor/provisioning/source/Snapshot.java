package io.emperor.provisioning.source;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/**
 * One look at all sources, merged: the later ones are stronger.
 *
 * @param number grows with each change, also over restarts; from 1
 * @param values all of them, nested; nobody changes it any more
 * @param origins the JSON pointer of each leaf to the name of the source that it is from
 * @param texts the JSON pointers of those leaves that come from a store of texts
 */
public record Snapshot(
    long number, ObjectNode values, Map<String, String> origins, Set<String> texts) {

  public Snapshot {
    origins = Map.copyOf(origins);
    texts = Set.copyOf(texts);
  }

  /** Leaves the values out, which may be secrets. */
  @Override
  public String toString() {
    return "Snapshot[" + number + " with " + origins.size() + " values]";
  }
}
