package io.emperor.provisioning.handler;

import java.util.Optional;

/** Keeps what {@code config_updated} tells. Safe for use by many threads. */
public interface ConfigUpdated {

  /**
   * Takes one.
   *
   * @param payload as serf gives it to handlers, perhaps with a line end behind it
   * @return what a query is answered; empty if it is left alone
   */
  Optional<String> take(byte[] payload);
}
