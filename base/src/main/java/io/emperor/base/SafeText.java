package io.emperor.base;

import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/**
 * Text of others as it may stand in a line of ours: it ends no line, moves no cursor, turns no
 * direction of reading, and is not too long.
 */
public final class SafeText {

  /** Enough to tell what happened, in characters. */
  public static final int LONGEST = 500;

  private static final int LONGEST_NAME = 300;
  private static final Pattern BREAKS = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}]+");

  private SafeText() {}

  /**
   * Somebody's words within a sentence.
   *
   * @param text any text
   * @return the text without line breaks and control characters, cut off after {@link #LONGEST}
   *     characters
   */
  public static String line(String text) {
    return cut(BREAKS.matcher(text).replaceAll(" ").strip(), LONGEST);
  }

  /**
   * What was thrown, in one line; the words are an app's code, and may themselves fail.
   *
   * @return its class and message as {@link #line} has them
   */
  public static String of(Throwable failure) {
    try {
      return line(String.valueOf(failure));
    } catch (Throwable broken) {
      return failure.getClass().getName() + ", which can't say what it is";
    }
  }

  /**
   * The beginning of a text.
   *
   * @param longest how many characters stay at most; an ellipsis stands for the others
   */
  public static String cut(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest) + "…";
  }

  /**
   * The name of a file, or what else a path is part of.
   *
   * @return its text as {@link #escaped(String, int)} has it, cut off after 300 characters
   */
  public static String name(Object path) {
    return escaped(path.toString(), LONGEST_NAME);
  }

  /**
   * A name or a value, of which two that differ must look different: everything that is not visible
   * is written as <code>&#92;uXXXX</code>.
   *
   * @param longest after about how many characters it is cut off
   */
  public static String escaped(String text, int longest) {
    StringBuilder line = new StringBuilder(Math.min(text.length(), longest));
    int point;
    for (int at = 0; at < text.length(); at += Character.charCount(point)) {
      if (line.length() >= longest) {
        return line.append('…').toString();
      }
      point = text.codePointAt(at);
      append(line, point, !isVisible(point));
    }
    return line.toString();
  }

  /**
   * The whole text with some characters written as <code>&#92;uXXXX</code>.
   *
   * @param unsafe takes a code point
   */
  public static String escaped(String text, IntPredicate unsafe) {
    if (text.codePoints().noneMatch(unsafe)) {
      return text;
    }
    StringBuilder line = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(point -> append(line, point, unsafe.test(point)));
    return line.toString();
  }

  private static void append(StringBuilder line, int point, boolean escaped) {
    if (escaped) {
      line.append(String.format(Locale.ROOT, "\\u%04x", point));
    } else {
      line.appendCodePoint(point);
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
