package io.emperor.config;

import java.time.Duration;
import java.util.Objects;

/**
 * When an instance asks for reinforcement by itself. Immutable.
 *
 * @param queue as many requests are waiting or under way, or more; from 1
 * @param lasting for all of this time
 */
public record ReinforceConfig(int queue, Duration lasting) {

  /** Looks at what it is made of. */
  public ReinforceConfig {
    Objects.requireNonNull(lasting, "lasting");
  }
}
