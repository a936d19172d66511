package io.emperor.devagent.probe;

/** Why a check could not be run, in Go's words. */
public final class ProbeFailure extends RuntimeException {

  private static final long serialVersionUID = 1;

  ProbeFailure(String message) {
    super(message, null, false, false);
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
