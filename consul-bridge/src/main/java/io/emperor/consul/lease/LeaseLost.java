package io.emperor.consul.lease;

/** The emperor's lease is another's, or nobody's. */
final class LeaseLost extends Exception {

  private static final long serialVersionUID = 1L;

  LeaseLost(String how) {
    super(how);
  }
}
