package io.emperor.vassal.step;

import io.emperor.api.Health;

/** A new generation started, but says of itself that it does not work. */
final class UnhealthyException extends Exception {

  private static final long serialVersionUID = 1L;

  UnhealthyException(Health health) {
    super("it started, but its health() is critical: " + health.note());
  }
}
