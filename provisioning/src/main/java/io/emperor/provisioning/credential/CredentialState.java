package io.emperor.provisioning.credential;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a credential stands, for people. Immutable.
 *
 * @param name as somebody has written it
 * @param kind whether there is one that can be used, and for how long
 * @param subject whose certificate it is; empty if it is none, or is not there
 * @param expires when the first certificate of its chain is not valid any more; {@code null} as
 *     above
 * @param trouble why what Consul has now is not used, without any value; empty if it is
 */
public record CredentialState(
    String name, Kind kind, String subject, @Nullable Instant expires, String trouble) {

  /** Whether there is a credential that can be used. */
  public enum Kind {
    /** There is none yet. */
    MISSING,
    /** There is one. */
    VALID,
    /** A third of its lifetime is left, or less. */
    EXPIRING,
    /** It was valid when it was given. */
    EXPIRED
  }
}
