package io.emperor.runtime;

/**
 * How an app ended by itself.
 *
 * @param status the exit status of its process, 128 and the signal's number if one ended it
 * @param lastLine what it printed last, empty if nothing
 */
public record Exit(int status, String lastLine) {

  private static final int SIGNALLED = 128;
  private static final int LAST_SIGNAL = 64;

  /** An app that exits with it asks not to be started again at once. */
  private static final int NOT_AT_ONCE = 26;

  /**
   * Whether the app asks to be left alone for a while.
   *
   * @return {@code true} for exit status 26
   */
  public boolean asksForAPause() {
    return status == NOT_AT_ONCE;
  }

  /**
   * The end in one line for people.
   *
   * @return the status or the signal, and the last line
   */
  public String message() {
    return message("");
  }

  /** The same with a remark on the moment. */
  public String message(String when) {
    boolean signalled = status > SIGNALLED && status <= SIGNALLED + LAST_SIGNAL;
    String how =
        (signalled ? "ended by signal " + (status - SIGNALLED) : "exited with status " + status)
            + when;
    return lastLine.isEmpty() ? how : how + ", its last line: " + lastLine;
  }
}
