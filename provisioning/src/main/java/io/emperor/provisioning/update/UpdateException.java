package io.emperor.provisioning.update;

import io.emperor.base.SafeText;

/** An update can't be read, sent or kept. */
public final class UpdateException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * For a reason.
   *
   * @param message one line: which update, member or file, what is wrong with it, what to do;
   *     nothing of the configuration
   */
  public UpdateException(String message) {
    super(message);
  }

  public UpdateException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The message, in one line whatever others have said in it. */
  public String line() {
    return SafeText.line(String.valueOf(getMessage()));
  }
}
