package io.emperor.vassal.step;

/** There is no app any more: what serves has to go. */
final class MissingAppException extends Exception {

  private static final long serialVersionUID = 1L;

  MissingAppException(String message) {
    super(message);
  }
}
