package io.emperor.consul.registration;

import io.emperor.api.Health;
import java.time.Duration;

/**
 * What the supervisor said last.
 *
 * @param health how the service was
 * @param nanos when, by the bridge's clock
 * @param lasting whether it holds until something else is said
 */
public record LastHealth(Health health, long nanos, boolean lasting) {

  /** The health to send: critical when the supervisor has been silent for a TTL. */
  public Health at(long now, Duration ttl) {
    Duration age = Duration.ofNanos(now - nanos);
    return lasting || age.compareTo(ttl) < 0
        ? health
        : Health.critical("no health from the supervisor for " + age.toSeconds() + " s");
  }

  /** How long it counts still; zero or less when it is too old. */
  public long nanosLeft(long now, Duration ttl) {
    return lasting ? ttl.toNanos() : nanos + ttl.toNanos() - now;
  }
}
