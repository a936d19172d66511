package io.emperor.vassal;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How often one vassal has failed in a row, and how long it has to wait for that. Used by its
 * supervisor's queue alone.
 */
final class RestartBudget {

  /** A vassal that was well for so long before it crashed is started again at once. */
  private static final Duration FORGIVEN_AFTER = Duration.ofMinutes(1);

  private final RestartPolicy policy;
  private int failures;
  private Instant servingSince = Instant.MIN;
  private @Nullable Instant silentSince;

  RestartBudget(RestartPolicy policy) {
    this.policy = policy;
  }

  /** Nothing that was counts any more: there are other files, or somebody wants it so. */
  void beginAnew() {
    failures = 0;
  }

  /** A generation serves from now on. */
  void serves(Instant now) {
    servingSince = now;
    silentSince = null;
  }

  /**
   * Notes whether the app has answered.
   *
   * @param limit how long it may be silent
   * @return whether it has been silent for longer
   */
  boolean isSilentTooLong(boolean silent, Instant now, Duration limit) {
    if (!silent) {
      silentSince = null;
      return false;
    }
    Instant since = silentSince == null ? now : silentSince;
    silentSince = since;
    return Duration.between(since, now).compareTo(limit) >= 0;
  }

  /** A start has failed; answers the delay before the next attempt. */
  Duration afterFailedStart() {
    failures++;
    return policy.delay(failures);
  }

  /**
   * What served is gone, or as good as that.
   *
   * @param pause whether it asks not to be started again at once
   * @return the delay before the next attempt, zero for the first after a time in which it was well
   */
  Duration afterCrash(Instant now, boolean pause) {
    Instant wellUntil = silentSince == null ? now : silentSince;
    boolean forgiven = Duration.between(servingSince, wellUntil).compareTo(FORGIVEN_AFTER) >= 0;
    failures = forgiven ? 1 : failures + 1;
    return failures == 1 && !pause ? Duration.ZERO : policy.delay(Math.max(1, failures - 1));
  }
}
