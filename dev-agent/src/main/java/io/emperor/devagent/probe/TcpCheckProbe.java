package io.emperor.devagent.probe;

import java.time.Duration;
import java.util.function.Consumer;

/** Whether somebody listens. */
record TcpCheckProbe(String address, Duration timeout) implements CheckProbe {

  @Override
  public ProbeAttempt attempt(ProbeDialer dialer, Consumer<ProbeResult> found) {
    return new TcpAttempt(this, dialer, found);
  }
}
