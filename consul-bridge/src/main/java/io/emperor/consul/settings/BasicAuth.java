package io.emperor.consul.settings;

import java.util.Objects;

/**
 * A user and a password for a proxy in front of the agent. Immutable.
 *
 * @param user the user, without a colon
 * @param password the password, may be empty; never shown
 */
public record BasicAuth(String user, String password) {

  /** Neither part may be {@code null}. */
  public BasicAuth {
    Objects.requireNonNull(user, "user");
    Objects.requireNonNull(password, "password");
  }

  /** Leaves the password out. */
  @Override
  public String toString() {
    return "BasicAuth[user=" + user + "]";
  }
}
