package io.emperor.devagent.state;

import io.emperor.devagent.base.MemoryLimit;
import io.emperor.devagent.model.KvEntry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** Keys that nobody may lock for a while, after their lock was lost. */
public final class LockDelays {

  private static final Duration MAX = Duration.ofSeconds(60);

  private final Map<String, Instant> until = new HashMap<>();
  private final InstantSource clock;
  private final MemoryLimit limit;

  LockDelays(InstantSource clock, MemoryLimit limit) {
    this.limit = limit;
    this.clock = clock;
  }

  void start(String key, Duration delay) {
    Instant now = clock.instant();
    until.entrySet().removeIf(entry -> isOver(entry, now));
    if (!delay.isZero() && !delay.isNegative()) {
      if (!until.containsKey(key)) {
        limit.change(weight(key));
      }
      until.put(key, clock.instant().plus(delay.compareTo(MAX) > 0 ? MAX : delay));
    }
  }

  private boolean isOver(Map.Entry<String, Instant> delay, Instant now) {
    boolean over = !now.isBefore(delay.getValue());
    if (over) {
      limit.change(-weight(delay.getKey()));
    }
    return over;
  }

  private static long weight(String key) {
    return KvEntry.BYTES + (long) key.length();
  }

  public boolean isDelayed(String key) {
    Instant end = until.get(key);
    return end != null && clock.instant().isBefore(end);
  }
}
