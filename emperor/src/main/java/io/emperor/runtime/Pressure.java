package io.emperor.runtime;

import java.time.Duration;
import java.util.Objects;

/**
 * When an app has more to do than it can. Immutable.
 *
 * @param queue as many of its requests are waiting or under way, or more
 * @param lasting for all of this time
 */
public record Pressure(int queue, Duration lasting) {

  public Pressure {
    Objects.requireNonNull(lasting, "lasting");
  }
}
