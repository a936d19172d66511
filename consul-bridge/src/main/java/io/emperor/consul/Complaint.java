package io.emperor.consul;

import io.emperor.api.ConsulException;
import io.emperor.api.ConsulException.Kind;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is wrong with one service: one line per kind of failure, until something works again. */
final class Complaint {

  private static final Logger log = LoggerFactory.getLogger(Complaint.class);

  private final String serviceId;
  private volatile String vassal;
  private volatile @Nullable Kind open;

  Complaint(String serviceId, String vassal) {
    this.serviceId = serviceId;
    this.vassal = vassal;
  }

  String vassal() {
    return vassal;
  }

  void about(String nextVassal) {
    vassal = nextVassal;
  }

  void about(ConsulException failure) {
    if (open == failure.kind()) {
      return;
    }
    open = failure.kind();
    String right =
        failure.kind() == Kind.FORBIDDEN
            ? "; the token lacks service:write for it; this is tried again when the token changes"
            : "; this is tried again";
    with(() -> log.warn("Service '{}': {}{}", serviceId, failure.getMessage(), right));
  }

  /** Something worked: the next failure is told again. */
  void settled() {
    open = null;
  }

  boolean isOpen() {
    return open != null;
  }

  /** Writes a line with the vassal's name beside it. */
  void with(Runnable line) {
    VassalLog.with(vassal, line);
  }
}
