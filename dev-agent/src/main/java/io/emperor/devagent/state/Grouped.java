package io.emperor.devagent.state;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Things by ID, and by a group that each of them belongs to: with thousands of them, finding the
 * few of a group must not mean looking at all. Under the store's lock.
 */
final class Grouped<T> {

  private final Map<String, T> all;
  private final Map<String, Map<String, T>> groups;
  private final Comparator<String> order;
  private final Function<T, String> group;

  Grouped(Comparator<String> order, Function<T, String> group) {
    this.order = order;
    this.group = group;
    all = new TreeMap<>(order);
    groups = new TreeMap<>(order);
  }

  @Nullable T get(String id) {
    return all.get(id);
  }

  Collection<T> all() {
    return all.values();
  }

  /** Those of one group, in their order; a copy. */
  List<T> of(String name) {
    return List.copyOf(groups.getOrDefault(name, Map.of()).values());
  }

  /** Whether a group has any. */
  boolean has(String name) {
    return groups.containsKey(name);
  }

  /** Sets one, whatever group the one before it belongs to. */
  void put(String id, T one) {
    leave(id, all.put(id, one));
    groups.computeIfAbsent(group.apply(one), name -> new TreeMap<>(order)).put(id, one);
  }

  /** Removes one, and gives it back. */
  @Nullable T remove(String id) {
    T one = all.remove(id);
    leave(id, one);
    return one;
  }

  private void leave(String id, @Nullable T one) {
    if (one != null) {
      groups.computeIfPresent(
          group.apply(one), (name, ids) -> ids.remove(id) != null && ids.isEmpty() ? null : ids);
    }
  }
}
