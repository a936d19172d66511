package io.emperor.devagent.state;

import io.emperor.devagent.model.Check;

/**
 * How often in a row a check has to say something before it counts. Whatever it says first does.
 * Under the store's lock.
 */
final class Thresholds {

  private final long successBeforePassing;
  private final long failuresBeforeCritical;
  private long successes;
  private long failures;

  Thresholds(long successBeforePassing, long failuresBeforeCritical) {
    this.successBeforePassing = successBeforePassing;
    this.failuresBeforeCritical = failuresBeforeCritical;
    successes = successBeforePassing;
    failures = failuresBeforeCritical;
  }

  /** Whether this one counts. A warning is a success. */
  boolean isReachedBy(String status) {
    if (status.equals(Check.CRITICAL)) {
      successes = 0;
      return ++failures >= failuresBeforeCritical;
    }
    failures = 0;
    return ++successes >= successBeforePassing;
  }
}
