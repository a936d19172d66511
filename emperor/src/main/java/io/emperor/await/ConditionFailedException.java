package io.emperor.await;

/** Waiting for something has no sense any more: the command will not be run. */
public final class ConditionFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;

  /**
   * Says so.
   *
   * @param status the exit status that this ends with
   * @param message what has failed, and what to do
   */
  public ConditionFailedException(int status, String message) {
    super(message);
    this.status = status;
  }

  public int status() {
    return status;
  }
}
