package io.emperor.devagent.state;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Where keys were, so that those who watch a tree see a deletion as news. Forgotten in time. */
public final class Tombstones {

  private static final Duration KEPT = Duration.ofMinutes(15);
  private static final int MOST = 100_000;
  private static final int MOST_LETTERS = 4 << 20;

  private record Grave(String key, long index, Instant end) {}

  private final NavigableMap<String, Long> indexes = new TreeMap<>();
  private final Deque<Grave> byAge = new ArrayDeque<>();
  private final InstantSource clock;
  private long letters;

  public Tombstones(InstantSource clock) {
    this.clock = clock;
  }

  /** Adds one, and gives back the index of an older one of the same name. */
  public @Nullable Long add(String key, long index) {
    Instant now = clock.instant();
    byAge.add(new Grave(key, index, now.plus(KEPT)));
    letters += key.length();
    Long before = indexes.put(key, index);
    while (byAge.size() > MOST || letters > MOST_LETTERS || !byAge.getFirst().end().isAfter(now)) {
      forgetOldest();
    }
    return before;
  }

  private void forgetOldest() {
    Grave oldest = byAge.removeFirst();
    letters -= oldest.key().length();
    indexes.remove(oldest.key(), oldest.index());
  }

  void restore(String key, @Nullable Long before) {
    if (before == null) {
      indexes.remove(key);
    } else {
      indexes.put(key, before);
    }
  }

  /** The highest index below a prefix, 0 if there is none. */
  public long lastBelow(String prefix) {
    long last = 0;
    for (long index : indexes.subMap(prefix, true, prefix + Character.MAX_VALUE, false).values()) {
      last = Math.max(last, index);
    }
    return last;
  }
}
