package io.emperor.admin;

import io.emperor.admin.view.Refusal;

/** A request that can't be served as it is. */
final class RefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Refusal refusal;

  RefusedException(int status, String error) {
    this(new Refusal(status, error));
  }

  RefusedException(Refusal refusal) {
    super(refusal.error());
    this.refusal = refusal;
  }

  Refusal refusal() {
    return refusal;
  }
}
