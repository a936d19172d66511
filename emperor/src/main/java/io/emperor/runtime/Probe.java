package io.emperor.runtime;

import io.emperor.api.Health;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Asks from outside whether an app works. Thread safe; nothing blocks. */
@FunctionalInterface
public interface Probe {

  /**
   * Asks once.
   *
   * @param limit how long the answer may take
   * @return what was seen, never a failure: no answer in time is critical
   */
  CompletableFuture<Health> ask(Duration limit);

  /**
   * Asks nothing: an app whose process is alive is well.
   *
   * @return the probe
   */
  static Probe none() {
    return limit -> CompletableFuture.completedFuture(Health.passing());
  }
}
