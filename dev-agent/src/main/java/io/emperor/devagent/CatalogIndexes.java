package io.emperor.devagent;

import java.util.Map;
import java.util.TreeMap;

/** When what kind of thing in the catalog changed last. Under the store's lock. */
final class CatalogIndexes {

  private final Map<String, Long> byService = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private long nodes;
  private long services;
  private long checks;
  private long extinction;

  void nodesChanged(long index) {
    nodes = index;
  }

  void servicesChanged(long index) {
    services = index;
  }

  void checksChanged(long index) {
    checks = index;
  }

  void serviceChanged(String name, long index) {
    byService.put(name, index);
  }

  void serviceGone(String name, long index) {
    byService.remove(name);
    extinction = index;
  }

  long nodes() {
    return nodes;
  }

  long services() {
    return services;
  }

  long checks() {
    return checks;
  }

  long nodesAndServices() {
    return Math.max(nodes, services);
  }

  /**
   * The index of a service: its own, or when a service vanished last, or that of everything.
   *
   * @param exists whether it has instances; one that was renamed away has an index, but none
   */
  long service(String name, boolean exists, boolean withChecks) {
    if (!exists && extinction > 0) {
      return extinction;
    }
    Long own = byService.get(name);
    if (own != null) {
      return own;
    }
    return Math.max(nodesAndServices(), withChecks ? checks : 0);
  }
}
