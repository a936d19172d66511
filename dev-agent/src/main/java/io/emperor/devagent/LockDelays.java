package io.emperor.devagent;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** Keys that nobody may lock for a while, after their lock was lost. */
final class LockDelays {

  private static final Duration MAX = Duration.ofSeconds(60);

  private final Map<String, Instant> until = new HashMap<>();
  private final InstantSource clock;

  LockDelays(InstantSource clock) {
    this.clock = clock;
  }

  void start(String key, Duration delay) {
    until.values().removeIf(end -> !clock.instant().isBefore(end));
    if (!delay.isZero() && !delay.isNegative()) {
      until.put(key, clock.instant().plus(delay.compareTo(MAX) > 0 ? MAX : delay));
    }
  }

  boolean isDelayed(String key) {
    Instant end = until.get(key);
    return end != null && clock.instant().isBefore(end);
  }
}
