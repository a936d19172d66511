package io.emperor.provisioning.credential;

import io.emperor.base.SafeText;
import java.time.Duration;
import java.time.Instant;

/**
 * Whose a certificate is, and when it is valid. Immutable.
 *
 * @param subject its name as RFC 2253 has it, or what else it is for; in one line
 * @param begin when it begins to be valid
 * @param end when the first one of its chain ceases to be
 */
record Validity(String subject, Instant begin, Instant end) {

  private static final int LONGEST_SUBJECT = 200;

  Validity {
    subject = SafeText.escaped(subject, LONGEST_SUBJECT);
  }

  /** When a third of its lifetime is left. */
  Instant third() {
    return end.minus(Duration.between(begin, end).dividedBy(3));
  }
}
