package io.emperor.devagent;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What one write changed, for those who wait. */
final class Changes {

  /** Things that change as a whole, as far as those who wait are concerned. */
  enum Topic {
    NODES,
    SERVICES,
    CHECKS,
    SESSIONS,
    EVENTS,
    LOCAL
  }

  private final Set<Topic> topics = EnumSet.noneOf(Topic.class);
  private final List<String> keys = new ArrayList<>();
  private final Set<String> sessions = new HashSet<>();
  private final List<String> trees = new ArrayList<>();

  void add(Topic topic) {
    topics.add(topic);
  }

  void addKey(String key) {
    keys.add(key);
  }

  void addSession(String id) {
    topics.add(Topic.SESSIONS);
    sessions.add(id);
  }

  void addTree(String prefix) {
    trees.add(prefix);
  }

  boolean has(Topic topic) {
    return topics.contains(topic);
  }

  boolean hasSession(String id) {
    return sessions.contains(id);
  }

  boolean hasKey(String key) {
    return keys.contains(key) || trees.stream().anyMatch(key::startsWith);
  }

  boolean hasBelow(String prefix) {
    return keys.stream().anyMatch(key -> key.startsWith(prefix))
        || trees.stream().anyMatch(tree -> tree.startsWith(prefix) || prefix.startsWith(tree));
  }

  boolean isEmpty() {
    return topics.isEmpty() && keys.isEmpty() && trees.isEmpty();
  }
}
