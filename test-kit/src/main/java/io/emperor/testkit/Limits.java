package io.emperor.testkit;

import java.time.Duration;

/**
 * How long an app's calls may take.
 *
 * @param start constructor and {@code start} together, and once more the servlets' {@code init}
 * @param stop {@code stop} and the servlets' {@code destroy} together
 * @param health one answer
 * @param drain requests in flight
 */
record Limits(Duration start, Duration stop, Duration health, Duration drain) {

  /** What the emperor takes unless it is configured. */
  static final Limits DEFAULT =
      new Limits(
          Duration.ofSeconds(60),
          Duration.ofSeconds(30),
          Duration.ofSeconds(5),
          Duration.ofSeconds(5));
}
