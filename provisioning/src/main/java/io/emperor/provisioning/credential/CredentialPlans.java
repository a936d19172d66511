package io.emperor.provisioning.credential;

import java.util.List;
import java.util.Optional;

/**
 * The credentials of a program as somebody has written them. Immutable.
 *
 * @param all in the file's order
 * @param server the name of the one that its web server shows; empty if that speaks no TLS
 */
public record CredentialPlans(List<CredentialPlan> all, Optional<String> server) {

  /** None. */
  public static final CredentialPlans NONE = new CredentialPlans(List.of(), Optional.empty());

  public CredentialPlans {
    all = List.copyOf(all);
  }

  /** Whether nothing is needed. */
  public boolean isEmpty() {
    return all.isEmpty();
  }
}
