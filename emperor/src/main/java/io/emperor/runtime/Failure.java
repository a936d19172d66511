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
    Throwable root = unwrapped(failure);
    String message = root instanceof TimeoutException ? root.getMessage() : root.toString();
    String line = String.valueOf(message).replaceAll("\\p{Cntrl}+", " ").strip();
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
