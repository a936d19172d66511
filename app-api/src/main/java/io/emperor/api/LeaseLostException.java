package io.emperor.api;

import org.jspecify.annotations.Nullable;

/**
 * A {@link Lease} is not held any more. Its kind is {@link ConsulException.Kind#CONFLICT}, and
 * nothing of the call that threw it was applied.
 */
public final class LeaseLostException extends ConsulException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param message which lease, and how it was lost
   * @param cause what it came from, if anything
   */
  public LeaseLostException(String message, @Nullable Throwable cause) {
    super(Kind.CONFLICT, Applied.NO, message, cause);
  }
}
