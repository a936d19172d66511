package io.emperor.consul.session;

/** Says what an app threw. */
public final class Words {

  private static final int LONGEST = 500;

  private Words() {}

  /** One line of bounded length; the words are the app's code, and may themselves fail. */
  public static String of(Throwable failure) {
    try {
      String line = String.valueOf(failure).replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ").strip();
      return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    } catch (Throwable broken) {
      return failure.getClass().getName() + ", which can't say what it is";
    }
  }
}
