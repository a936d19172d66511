package io.emperor.api;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A call to Consul failed. The message says which call, what was seen, and what to do. */
public sealed class ConsulException extends RuntimeException permits LeaseLostException {

  private static final long serialVersionUID = 1L;

  /** What kind of failure it is, and so what can help. */
  public enum Kind {
    /**
     * No agent, no leader, no answer in time, or too many requests: the same call may work later.
     */
    UNAVAILABLE,
    /** The token lacks the right, or is unknown. */
    FORBIDDEN,
    /**
     * The request is wrong as it is: a bad argument, an unknown datacenter, a value that is too
     * large.
     */
    INVALID,
    /**
     * The request contradicts the state of the cluster: the session is gone, a node or check that
     * it names is not registered, or a name in the fleet is somebody else's.
     */
    CONFLICT
  }

  /** Whether a write may have happened. */
  public enum Applied {
    /** It certainly did not happen. Always the case for reads. */
    NO,
    /** It happened, although the call failed. */
    YES,
    /** The request was sent and no answer came: look before writing again. */
    UNKNOWN
  }

  private final Kind kind;
  private final Applied applied;

  /**
   * Makes an exception.
   *
   * @param kind what kind of failure it is
   * @param applied whether a write may have happened
   * @param message what failed, what was seen, what to do
   * @param cause what it came from, if anything
   */
  public ConsulException(Kind kind, Applied applied, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = Objects.requireNonNull(kind, "kind");
    this.applied = Objects.requireNonNull(applied, "applied");
  }

  /**
   * What kind of failure it is.
   *
   * @return the kind
   */
  public Kind kind() {
    return kind;
  }

  /**
   * Whether a write may have happened.
   *
   * @return {@link Applied#NO} for reads
   */
  public Applied applied() {
    return applied;
  }
}
