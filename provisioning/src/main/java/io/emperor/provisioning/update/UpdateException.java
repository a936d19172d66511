package io.emperor.provisioning.update;

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
}
