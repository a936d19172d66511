package io.emperor.runtime.owner;

import org.jspecify.annotations.Nullable;

/**
 * Whom a vassal's programs run as, and what they are in Consul.
 *
 * @param account the user
 * @param consulToken the vassal's own ACL token; {@code null} for none
 */
public record VassalUser(Account account, @Nullable String consulToken) {

  /** Leaves the token out. */
  @Override
  public String toString() {
    return account.toString();
  }
}
