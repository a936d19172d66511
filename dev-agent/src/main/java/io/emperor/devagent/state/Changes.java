package io.emperor.devagent.state;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What one write changed, for those who wait. */
public final class Changes {

  /** Kinds of things that change; each as a whole, and those with a name one by one, too. */
  public enum Topic {
    NODES,
    SERVICES,
    CHECKS,
    /** By their node. */
    SESSIONS,
    EVENTS,
    LOCAL,
    /** A node's record and its services. */
    NODE,
    /** A service's instances, with what is said of their nodes and their health. */
    SERVICE,
    CHECKS_OF_NODE,
    CHECKS_OF_SERVICE,
    CHECKS_IN_STATE,
    SESSION
  }

  private final Map<Topic, Set<String>> topics = new EnumMap<>(Topic.class);
  private final List<String> keys = new ArrayList<>();
  private final List<String> trees = new ArrayList<>();

  void add(Topic topic) {
    names(topic);
  }

  void add(Topic topic, String name) {
    names(topic).add(name);
  }

  private Set<String> names(Topic topic) {
    return topics.computeIfAbsent(topic, t -> new TreeSet<>(String.CASE_INSENSITIVE_ORDER));
  }

  void addKey(String key) {
    keys.add(key);
  }

  void addTree(String prefix) {
    trees.add(prefix);
  }

  public boolean has(Topic topic) {
    return topics.containsKey(topic);
  }

  public boolean has(Topic topic, String name) {
    return topics.getOrDefault(topic, Set.of()).contains(name);
  }

  public boolean hasKey(String key) {
    return keys.contains(key) || trees.stream().anyMatch(key::startsWith);
  }

  public boolean hasBelow(String prefix) {
    return keys.stream().anyMatch(key -> key.startsWith(prefix))
        || trees.stream().anyMatch(tree -> tree.startsWith(prefix) || prefix.startsWith(tree));
  }

  public boolean isEmpty() {
    return topics.isEmpty() && keys.isEmpty() && trees.isEmpty();
  }
}
