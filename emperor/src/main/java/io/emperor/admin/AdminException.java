package io.emperor.admin;

import org.jspecify.annotations.Nullable;

/** A running emperor could not be asked, or refused what was asked. */
public final class AdminException extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * Says why.
   *
   * @param message what went wrong and what to do
   */
  public AdminException(String message) {
    super(message);
  }

  AdminException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
