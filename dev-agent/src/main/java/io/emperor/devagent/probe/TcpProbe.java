package io.emperor.devagent.probe;

import java.time.Duration;
import java.util.function.Consumer;

/** Whether somebody listens. */
record TcpProbe(String address, Duration timeout) implements Probe {

  @Override
  public Attempt attempt(Dialer dialer, Consumer<Finding> found) {
    return new TcpAttempt(this, dialer, found);
  }
}
