package io.emperor.provisioning.source;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** Keeps what sources had last over restarts. */
public interface SnapshotStore {

  /**
   * What was kept.
   *
   * @return empty if nothing was, or it can't be used
   */
  Optional<Kept> load();

  /**
   * Keeps this, and nothing else.
   *
   * @throws IOException if it can't; what was kept before still is
   */
  void save(Kept kept) throws IOException;

  /**
   * What sources had.
   *
   * @param number the snapshot's
   * @param values by the sources' names
   */
  record Kept(long number, Map<String, ObjectNode> values) {

    public Kept {
      values = Map.copyOf(values);
    }

    /** Leaves the values out, which may be secrets. */
    @Override
    public String toString() {
      return "Kept[" + number + "]";
    }
  }
}
