package io.emperor.devagent.probe;

import java.time.Duration;
import java.util.function.Consumer;

/** How the agent finds out by itself how a service is. */
public sealed interface CheckProbe permits HttpCheckProbe, TcpCheckProbe {

  Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

  /** How long one run may take. */
  Duration timeout();

  /** One run, which has not begun. */
  ProbeAttempt attempt(ProbeDialer dialer, Consumer<ProbeResult> found);

  static Duration timeout(Duration wanted) {
    return wanted.compareTo(Duration.ZERO) > 0 ? wanted : DEFAULT_TIMEOUT;
  }
}
