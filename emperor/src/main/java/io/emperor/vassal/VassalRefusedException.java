package io.emperor.vassal;

/** What an operator wants of a vassal can't be done now. */
public final class VassalRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  VassalRefusedException(String message) {
    super(message);
  }
}
