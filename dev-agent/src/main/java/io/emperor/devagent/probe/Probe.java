package io.emperor.devagent.probe;

import java.time.Duration;
import java.util.function.Consumer;

/** How the agent finds out by itself how a service is. */
public sealed interface Probe permits HttpProbe, TcpProbe {

  Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

  /** How long one run may take. */
  Duration timeout();

  /** One run, which has not begun. */
  Attempt attempt(Dialer dialer, Consumer<Finding> found);

  static Duration timeout(Duration wanted) {
    return wanted.compareTo(Duration.ZERO) > 0 ? wanted : DEFAULT_TIMEOUT;
  }
}
