package io.emperor.runtime;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/** What went wrong, in one line for people. */
public final class Failure {

  private static final int LONGEST = 500;

  private Failure() {}

  /**
   * The line.
   *
   * @param failure what was thrown
   * @return its class and message without line breaks and control characters, bounded in length
   */
  public static String words(Throwable failure) {
    try {
      Throwable root = unwrapped(failure);
      boolean ours = root instanceof TimeoutException || root instanceof AppFailure;
      return line(String.valueOf(ours ? root.getMessage() : root.toString()));
    } catch (Throwable broken) {
      return failure.getClass().getName() + ", which can't say what it is";
    }
  }

  /**
   * Text of others as one line.
   *
   * @param text any text
   * @return the text without line breaks and control characters, bounded in length
   */
  static String line(String text) {
    String line = text.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]+", " ").strip();
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }

  /**
   * What was thrown, without the wrappers that reflection and futures put around it.
   *
   * @param failure what was caught
   * @return the first cause that says something
   */
  public static Throwable unwrapped(Throwable failure) {
    Throwable cause = failure.getCause();
    boolean wrapper =
        failure instanceof CompletionException || failure instanceof InvocationTargetException;
    return wrapper && cause != null ? unwrapped(cause) : failure;
  }
}
