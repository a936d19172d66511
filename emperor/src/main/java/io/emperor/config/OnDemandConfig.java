package io.emperor.config;

import java.time.Duration;
import java.util.Objects;

/**
 * When nothing of an app runs. Immutable.
 *
 * @param onDemand whether the app rests until somebody connects to its port
 * @param idleTimeout how long nothing has been asked of it when it is put to rest again
 */
public record OnDemandConfig(boolean onDemand, Duration idleTimeout) {

  /** Looks at what it is made of. */
  public OnDemandConfig {
    Objects.requireNonNull(idleTimeout, "idleTimeout");
  }
}
