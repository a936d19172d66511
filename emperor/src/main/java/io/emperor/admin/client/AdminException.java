package io.emperor.admin.client;

import org.jspecify.annotations.Nullable;

/** A running emperor could not be asked, or refused what was asked. */
public final class AdminException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String speaker;

  /**
   * Says why.
   *
   * @param message what went wrong and what to do
   */
  public AdminException(String message) {
    this(message, (Throwable) null);
  }

  AdminException(String message, String emperor) {
    super(message);
    speaker = "emperor " + emperor;
  }

  AdminException(String message, @Nullable Throwable cause) {
    super(message, cause);
    speaker = "emperor";
  }

  /**
   * What is shown to an operator.
   *
   * @return the message, behind the name of the emperor that has refused if one has
   */
  public String line() {
    return speaker + ": " + getMessage();
  }
}
