package io.emperor.devagent.state;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** When what kind of thing in the catalog changed last. Under the store's lock. */
public final class CatalogIndexes {

  private static final int MOST_ABANDONED = 100;
  private static final int MOST_LETTERS = 1 << 20;

  private final Map<String, Long> byService = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final Deque<String> abandoned = new ArrayDeque<>();
  private int letters;
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

  public void serviceSet(String name, long index) {
    byService.put(name, index);
  }

  public void serviceChanged(String name, long index) {
    byService.computeIfPresent(name, (known, before) -> index);
  }

  /**
   * A service has another name now. The index of the one it had stays, but not those of very many.
   *
   * @param isUsed whether some service still has a name
   */
  public void serviceAbandoned(String name, Predicate<String> isUsed) {
    abandoned.add(name);
    letters += name.length();
    while (abandoned.size() > MOST_ABANDONED || letters > MOST_LETTERS) {
      String oldest = abandoned.remove();
      letters -= oldest.length();
      if (!isUsed.test(oldest)) {
        byService.remove(oldest);
      }
    }
  }

  void serviceGone(String name, long index) {
    byService.remove(name);
    extinction = index;
  }

  public long nodes() {
    return nodes;
  }

  public long services() {
    return services;
  }

  public long checks() {
    return checks;
  }

  public long nodesAndServices() {
    return Math.max(nodes, services);
  }

  /**
   * The index of a service: its own, or when a service vanished last, or that of everything.
   *
   * @param exists whether it has instances; one that was renamed away has an index, but none
   */
  public long service(String name, boolean exists, boolean withChecks) {
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
