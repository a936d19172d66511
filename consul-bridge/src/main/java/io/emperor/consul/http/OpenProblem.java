package io.emperor.consul.http;

import io.emperor.api.ConsulException;
import io.emperor.api.ConsulException.Kind;
import io.emperor.base.VassalLog;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is wrong with one service: one line per kind of failure, until something works again. */
public final class OpenProblem {

  private static final Logger log = LoggerFactory.getLogger(OpenProblem.class);

  private final String serviceId;
  private volatile String vassal;
  private volatile @Nullable Open open;

  private record Open(Kind kind, String words) {}

  public OpenProblem(String serviceId, String vassal) {
    this.serviceId = serviceId;
    this.vassal = vassal;
  }

  public String vassal() {
    return vassal;
  }

  public void about(String nextVassal) {
    vassal = nextVassal;
  }

  public void about(ConsulException failure) {
    Open before = open;
    String words = failure.getMessage() + "; " + advice(failure);
    open = new Open(failure.kind(), words);
    if (before == null || before.kind() != failure.kind()) {
      with(() -> log.warn("Service '{}': {}", serviceId, words));
    }
  }

  /** What to do about a failure, and what the emperor does. */
  static String advice(ConsulException failure) {
    if (failure.kind() != Kind.FORBIDDEN) {
      return "this is tried again";
    }
    String why =
        Failures.isUnknownToken(failure)
            ? "Consul does not know the token, it was revoked or has expired"
            : "the token lacks service:write for it";
    return why + "; this is tried again when the token changes";
  }

  /** Something worked: the next failure is told again. */
  public void settled() {
    open = null;
  }

  public boolean isOpen() {
    return open != null;
  }

  /** Whether the token is what is wrong. */
  public boolean isOfTheToken() {
    Open now = open;
    return now != null && now.kind() == Kind.FORBIDDEN;
  }

  /** What is wrong and what to do, in a line; empty if nothing is. */
  public String message() {
    Open now = open;
    return now == null ? "" : now.words();
  }

  /** Writes a line with the vassal's name beside it. */
  public void with(Runnable line) {
    VassalLog.with(vassal, line);
  }
}
