package io.emperor.vassal;

/** There is no vassal of that name. */
public final class UnknownVassalException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnknownVassalException(String name) {
    super("there is no vassal " + name);
  }
}
