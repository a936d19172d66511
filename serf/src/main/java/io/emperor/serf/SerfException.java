package io.emperor.serf;

import io.emperor.base.SafeText;
import org.jspecify.annotations.Nullable;

/**
 * An agent did not do what it was asked. The message says which agent, what was seen, and what to
 * do, in one line; it never has the key.
 */
public final class SerfException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What kind of failure it is, and so what can help. */
  public enum Kind {
    /** No agent, no answer in time, or an end of the connection: later it may work. */
    UNREACHABLE,
    /** The agent wants another key, or one at all. */
    KEY_REFUSED,
    /** The agent speaks another version of the protocol. */
    OTHER_VERSION,
    /** What answers is no agent, or says more than it may. */
    UNREADABLE,
    /** The agent has said why it does not do it. */
    REFUSED,
    /** A listener of this connection was too slow, and events would have been lost silently. */
    LISTENER_TOO_SLOW,
    /** This side has closed the connection, or the thread was interrupted. */
    CLOSED
  }

  private final Kind kind;

  private SerfException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  static SerfException of(Kind kind, SerfAddress agent, String why) {
    return new SerfException(kind, "the serf agent at " + agent + " " + why, null);
  }

  static SerfException unreachable(SerfAddress agent, Throwable cause) {
    return of(
        Kind.UNREACHABLE,
        agent,
        "can't be reached ("
            + SafeText.of(cause)
            + "); look whether it runs and has this rpc-addr");
  }

  /** By what the agent has said. */
  static SerfException refused(SerfAddress agent, String command, String words) {
    return words.startsWith("Authentication required")
        ? of(Kind.KEY_REFUSED, agent, "wants a key; give its rpc_auth")
        : of(Kind.REFUSED, agent, "refuses " + command + ": " + SafeText.line(words));
  }

  /** The same, seen by another thread. */
  SerfException seenHere() {
    return new SerfException(kind, String.valueOf(getMessage()), this);
  }

  /** What kind of failure it is. */
  public Kind kind() {
    return kind;
  }
}
