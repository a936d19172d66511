package io.emperor.vassal;

import java.time.Duration;

/**
 * How long a vassal whose start failed has to wait: uWSGI's throttle, but doubling up to the
 * longest delay and staying there. Immutable.
 *
 * @param first the delay after the first failure
 * @param longest the longest delay
 */
public record RestartPolicy(Duration first, Duration longest) {

  /** Refuses delays that are not positive, or upside down. */
  public RestartPolicy {
    if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "the first delay (%s) is above zero and at most the longest (%s)"
              .formatted(first, longest));
    }
  }

  /**
   * The delay before the next attempt.
   *
   * @param failures how many attempts in a row have failed, from 1
   * @return the delay
   */
  Duration delay(int failures) {
    Duration delay = first;
    for (int i = 1; i < failures && delay.compareTo(longest) < 0; i++) {
      delay = delay.multipliedBy(2);
    }
    return delay.compareTo(longest) < 0 ? delay : longest;
  }
}
