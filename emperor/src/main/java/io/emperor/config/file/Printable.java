package io.emperor.config.file;

import io.emperor.config.secret.Secrets;
import java.util.Locale;

/** Text from outside as it may stand in a message: on one line, nothing hidden, not too long. */
public final class Printable {

  private static final int LONGEST_QUOTE = 60;

  private Printable() {}

  /** The text with everything that is not visible written as {@code \\uXXXX}. */
  static String line(String text) {
    return line(text, Integer.MAX_VALUE);
  }

  /** The same, cut off after about so many characters. */
  static String line(String text, int longest) {
    StringBuilder line = new StringBuilder(Math.min(text.length(), longest));
    int point;
    for (int at = 0; at < text.length(); at += Character.charCount(point)) {
      if (line.length() >= longest) {
        return line.append('…').toString();
      }
      point = text.codePointAt(at);
      append(line, point);
    }
    return line.toString();
  }

  /** The text between quotes, without what is secret in it, shortened. */
  public static String quoted(String text) {
    String masked = Secrets.masked("", text);
    int points = masked.codePointCount(0, masked.length());
    if (points <= LONGEST_QUOTE) {
      return '"' + line(masked) + '"';
    }
    return '"' + line(masked.substring(0, masked.offsetByCodePoints(0, LONGEST_QUOTE))) + "…\"";
  }

  private static void append(StringBuilder line, int point) {
    if (isVisible(point)) {
      line.appendCodePoint(point);
    } else {
      line.append(String.format(Locale.ROOT, "\\u%04x", point));
    }
  }

  private static boolean isVisible(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
