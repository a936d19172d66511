package io.emperor.runtime.probe;

import io.emperor.runtime.UnusableAppException;

/** Makes the probe of an app whose port is known only when it has started. */
public interface PortChecks {

  /**
   * The probe.
   *
   * @param port where the app listens, 0 for nowhere
   * @return what is asked besides the app itself
   * @throws UnusableAppException if nothing can be asked there
   */
  Probe on(int port) throws UnusableAppException;
}
