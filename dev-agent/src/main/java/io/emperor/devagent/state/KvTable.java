package io.emperor.devagent.state;

import io.emperor.devagent.base.HttpError;
import io.emperor.devagent.base.Uuids;
import io.emperor.devagent.model.KvEntry;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Keys and values, and how to take back what was begun. */
public final class KvTable {

  private final NavigableMap<String, KvEntry> entries = new TreeMap<>(new KeyOrder());
  private final Map<String, SortedSet<String>> held = new HashMap<>();
  private final Tombstones tombstones;
  private final State state;
  private @Nullable Deque<Runnable> undo;
  private long lastWrite;

  KvTable(State state, InstantSource clock) {
    this.state = state;
    tombstones = new Tombstones(clock);
  }

  public @Nullable KvEntry get(String key) {
    return entries.get(key);
  }

  public Collection<KvEntry> below(String prefix) {
    return prefix.isEmpty()
        ? entries.values()
        : entries.tailMap(prefix, true).values().stream()
            .takeWhile(entry -> entry.key().startsWith(prefix))
            .toList();
  }

  List<String> heldBy(String session) {
    return List.copyOf(held.getOrDefault(Uuids.digits(session), new TreeSet<>()));
  }

  /** The index of one key: its own, or the table's if it is not there. */
  public long index(String key) {
    KvEntry entry = entries.get(key);
    return entry == null ? lastWrite : entry.modifyIndex();
  }

  /** The index of a tree: the last that happened in it, or to the table if nothing is known. */
  public long indexBelow(String prefix) {
    if (prefix.isEmpty()) {
      return lastWrite;
    }
    long last = tombstones.lastBelow(prefix);
    for (KvEntry entry : below(prefix)) {
      last = Math.max(last, entry.modifyIndex());
    }
    return last == 0 ? lastWrite : last;
  }

  /**
   * Sets a key.
   *
   * @param withSession whether the wanted session counts, or the one that is there stays
   * @return what is there now
   * @throws HttpError if there is no room for it
   */
  KvEntry set(long index, KvEntry wanted, boolean withSession) {
    KvEntry old = entries.get(wanted.key());
    long created = old == null ? index : old.createIndex();
    String session = withSession ? wanted.session() : old == null ? "" : old.session();
    KvEntry entry = wanted.at(created, index, wanted.lockIndex(), session);
    if (old != null && old.hasSameContent(entry)) {
      return old;
    }
    state.limit().require(entry.weight() - (old == null ? 0 : old.weight()));
    replace(wanted.key(), entry, index);
    state.changes().addKey(wanted.key());
    return entry;
  }

  void delete(long index, String key) {
    if (entries.containsKey(key)) {
      bury(index, key);
      replace(key, null, index);
      state.changes().addKey(key);
    }
  }

  void deleteBelow(long index, String prefix) {
    List<String> keys = below(prefix).stream().map(KvEntry::key).toList();
    if (keys.isEmpty()) {
      return;
    }
    if (!prefix.isEmpty()) {
      bury(index, prefix);
    }
    keys.forEach(key -> replace(key, null, index));
    state.changes().addTree(prefix);
  }

  private void bury(long index, String key) {
    Long before = tombstones.add(key, index);
    if (undo != null) {
      undo.push(() -> tombstones.restore(key, before));
    }
  }

  private void replace(String key, @Nullable KvEntry entry, long index) {
    KvEntry old = put(key, entry);
    long lastBefore = lastWrite;
    lastWrite = index;
    if (undo != null) {
      undo.push(
          () -> {
            put(key, old);
            lastWrite = lastBefore;
          });
    }
  }

  private @Nullable KvEntry put(String key, @Nullable KvEntry entry) {
    KvEntry old = entry == null ? entries.remove(key) : entries.put(key, entry);
    state.limit().change((entry == null ? 0 : entry.weight()) - (old == null ? 0 : old.weight()));
    if (old != null && !old.session().isEmpty()) {
      held.computeIfPresent(
          Uuids.digits(old.session()),
          (s, keys) -> keys.remove(key) && keys.isEmpty() ? null : keys);
    }
    if (entry != null && !entry.session().isEmpty()) {
      held.computeIfAbsent(Uuids.digits(entry.session()), s -> new TreeSet<>()).add(key);
    }
    return old;
  }

  /** From now on, remembers how to take back. */
  void begin() {
    undo = new ArrayDeque<>();
  }

  void commit() {
    undo = null;
  }

  void rollBack() {
    if (undo != null) {
      undo.forEach(Runnable::run);
    }
    undo = null;
  }
}
