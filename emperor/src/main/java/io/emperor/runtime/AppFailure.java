package io.emperor.runtime;

/**
 * What an app threw, in words: the emperor keeps no object of an app's, and never runs its methods.
 */
public final class AppFailure extends Exception {

  private static final long serialVersionUID = 1L;

  private final String trace;

  public AppFailure(String words) {
    this(words, "");
  }

  /**
   * Of something that was thrown.
   *
   * @param trace where that was, as Java prints it
   */
  public AppFailure(String words, String trace) {
    super(words, null, false, false);
    this.trace = trace;
  }

  public String trace() {
    return trace;
  }
}
