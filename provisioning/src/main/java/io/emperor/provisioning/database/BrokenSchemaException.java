package io.emperor.provisioning.database;

/** A migration has failed, or is not what it was when it was done. */
public final class BrokenSchemaException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Tells what is wrong.
   *
   * @param message with file and version, and what to do
   */
  public BrokenSchemaException(String message, Throwable cause) {
    super(message, cause);
  }

  /** As the other, where nothing was thrown. */
  public BrokenSchemaException(String message) {
    super(message);
  }
}
