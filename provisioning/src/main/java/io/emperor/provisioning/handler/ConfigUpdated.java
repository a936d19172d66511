package io.emperor.provisioning.handler;

import java.util.Optional;

/** Keeps what {@code config_updated} tells. Safe for use by many threads. */
public interface ConfigUpdated {

  /**
   * What has become of one.
   *
   * @param isNews whether something else is kept now
   * @param answer what a query is answered; empty if it is left alone
   */
  record Taken(boolean isNews, Optional<String> answer) {}

  /**
   * Takes one.
   *
   * @param payload as serf gives it to handlers, perhaps with a line end behind it
   */
  Taken take(byte[] payload);
}
