package io.emperor.runtime;

import io.emperor.base.SafeText;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** What went wrong, in one line for people. */
public final class Failure {

  public static final int LONGEST_TRACE = 24_000;

  private Failure() {}

  /**
   * The line.
   *
   * @param failure what was thrown
   * @return its class and message without line breaks and control characters, bounded in length
   */
  public static String message(Throwable failure) {
    try {
      Throwable root = unwrapped(failure);
      boolean ours = root instanceof TimeoutException || root instanceof AppFailure;
      return SafeText.line(String.valueOf(ours ? root.getMessage() : root.toString()));
    } catch (Throwable broken) {
      return failure.getClass().getName() + ", which can't say what it is";
    }
  }

  /**
   * The line for what an app has thrown, with the causes, because the last of them says most.
   *
   * @param thrown what was thrown, on a thread of the app's
   * @return as {@link #message}, each cause behind a colon, unless it stands there already
   */
  public static String withCauses(Throwable thrown) {
    try {
      List<String> said = new ArrayList<>();
      Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
      for (Throwable next = unwrapped(thrown); next != null && seen.add(next); ) {
        String words = next.toString();
        if (said.stream().noneMatch(before -> before.contains(words))) {
          said.add(words);
        }
        next = next.getCause();
      }
      return SafeText.line(shortened(said));
    } catch (Throwable broken) {
      return message(thrown);
    }
  }

  /** What is too long loses its middle. */
  private static String shortened(List<String> said) {
    String all = String.join(": ", said);
    if (said.size() < 2 || all.length() <= SafeText.LONGEST) {
      return all;
    }
    String first = SafeText.cut(said.get(0), SafeText.LONGEST / 2 - 4);
    return first + ": " + SafeText.cut(said.get(said.size() - 1), SafeText.LONGEST / 2 - 4);
  }

  /**
   * Where it was thrown.
   *
   * @param thrown what was thrown, on a thread of the app's
   * @return the stack trace as Java prints it, bounded in length; empty if that can't be had
   */
  public static String trace(Throwable thrown) {
    try {
      StringWriter text = new StringWriter();
      thrown.printStackTrace(new PrintWriter(text));
      return SafeText.cut(text.toString(), LONGEST_TRACE);
    } catch (Throwable broken) {
      return "";
    }
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
        failure instanceof CompletionException
            || failure instanceof ExecutionException
            || failure instanceof InvocationTargetException;
    return wrapper && cause != null ? unwrapped(cause) : failure;
  }
}
