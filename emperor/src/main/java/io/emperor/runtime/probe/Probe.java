package io.emperor.runtime.probe;

import io.emperor.api.Health;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Asks from outside whether an app works. Thread safe; nothing blocks. */
public interface Probe {

  /**
   * Asks once.
   *
   * @param limit how long the answer may take
   * @return what was seen, never a failure: no answer in time is critical
   */
  CompletableFuture<Health> ask(Duration limit);

  /**
   * The port that it asks.
   *
   * @return 0 for none
   */
  default int port() {
    return 0;
  }

  /**
   * How long a program has to live before its first answer says that it is ready.
   *
   * @return zero for a probe that sees more than the process
   */
  default Duration settling() {
    return Duration.ZERO;
  }

  /**
   * How long a program has to live on, and to answer still, after an answer that says that it is
   * ready.
   *
   * @return zero for a probe that sees more than an open port
   */
  default Duration proving() {
    return Duration.ZERO;
  }

  /**
   * Asks nothing: an app whose process is alive is well, and is ready once it has lived for a
   * second.
   *
   * @return the probe
   */
  static Probe none() {
    return AliveProbe.ALIVE;
  }
}
