package io.emperor.runtime;

import org.jspecify.annotations.Nullable;

/** The file can't be run as it is, however often it is tried: something in it has to change. */
public final class UnusableAppException extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param message the file, what is wrong with it, what to do
   */
  public UnusableAppException(String message) {
    this(message, null);
  }

  public UnusableAppException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
