package io.emperor.config.file;

import io.emperor.base.SafeText;
import io.emperor.config.secret.Secrets;

/** Text from outside as it may stand in a message: on one line, nothing hidden, not too long. */
public final class Printable {

  private static final int LONGEST_QUOTE = 60;

  private Printable() {}

  /** The text between quotes, without what is secret in it, shortened. */
  public static String quoted(String text) {
    String masked = Secrets.masked("", text);
    int points = masked.codePointCount(0, masked.length());
    if (points <= LONGEST_QUOTE) {
      return '"' + visible(masked) + '"';
    }
    return '"' + visible(masked.substring(0, masked.offsetByCodePoints(0, LONGEST_QUOTE))) + "…\"";
  }

  private static String visible(String text) {
    return SafeText.escaped(text, Integer.MAX_VALUE);
  }
}
