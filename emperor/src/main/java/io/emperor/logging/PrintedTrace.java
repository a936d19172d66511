package io.emperor.logging;

/**
 * A stack trace that was printed where the failure was, on a thread of the app's or in another JVM:
 * an exception only so that it can be logged as one.
 */
public final class PrintedTrace extends Exception {

  private static final long serialVersionUID = 1L;

  private final String text;

  /**
   * Of a text.
   *
   * @param text as Java prints it, with its line ends
   */
  public PrintedTrace(String text) {
    super(text, null, false, false);
    this.text = text;
  }

  String text() {
    return text;
  }
}
