package io.emperor.consul.registration;

import org.jspecify.annotations.Nullable;

/** Since when a heartbeat should have gone out. Safe for use by many threads. */
final class HeartbeatDelay {

  private @Nullable Long triggered; // guarded by this, as the rest
  private @Nullable Long scheduled;

  /** One is to go out now; until it begins, later triggers make it no younger. */
  synchronized void triggered(long now) {
    if (triggered == null) {
      triggered = now;
    }
  }

  /** The next one is to go out then, instead of what was said before. */
  synchronized void scheduled(long when) {
    scheduled = when;
  }

  /** One begins. Answers when it should have. */
  synchronized long begin(long now) {
    long due = earlier(earlier(now, triggered), scheduled);
    triggered = null;
    return due;
  }

  private static long earlier(long one, @Nullable Long other) {
    return other == null || one - other < 0 ? one : other;
  }
}
