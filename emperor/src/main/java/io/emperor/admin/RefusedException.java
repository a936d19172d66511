package io.emperor.admin;

import io.emperor.admin.view.RequestRefusal;

/** A request that can't be served as it is. */
final class RefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient RequestRefusal refusal;

  RefusedException(int status, String error) {
    this(new RequestRefusal(status, error));
  }

  RefusedException(RequestRefusal refusal) {
    super(refusal.error());
    this.refusal = refusal;
  }

  RequestRefusal refusal() {
    return refusal;
  }
}
