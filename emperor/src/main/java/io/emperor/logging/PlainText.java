package io.emperor.logging;

import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Text of others as it may stand in a log: nothing that moves a cursor, turns the direction of
 * reading or ends a line, so that nobody can write a line that looks like somebody else's.
 */
final class PlainText {

  private static final Pattern LINE_END = Pattern.compile("\r\n|[\r\n]");
  private static final Pattern FOREIGN_START = Pattern.compile("\n(?!\t|Caused by: |\\z)");

  private PlainText() {}

  /** The text, with every line after the first one indented: only events begin at the margin. */
  static String message(String text) {
    if (text.indexOf('\n') < 0 && text.indexOf('\r') < 0) {
      return visible(text);
    }
    return LINE_END.splitAsStream(text).map(PlainText::visible).collect(Collectors.joining("\n\t"));
  }

  /** A stack trace, indented where it is not what a stack trace looks like. */
  static String trace(String text) {
    String lines =
        LINE_END.splitAsStream(text).map(PlainText::visible).collect(Collectors.joining("\n"));
    return FOREIGN_START.matcher(lines).replaceAll("\n\t");
  }

  /** A word of one line. */
  static String word(String text) {
    return escaped(text, PlainText::isUnsafe);
  }

  /** The same for a line of JSON, which has escaped what is ASCII. */
  static String json(String line) {
    return escaped(line, point -> point >= 0x7F && isUnsafe(point));
  }

  private static String visible(String line) {
    return escaped(line, point -> point != '\t' && isUnsafe(point));
  }

  private static String escaped(String text, IntPredicate unsafe) {
    if (text.chars().noneMatch(unsafe)) {
      return text;
    }
    StringBuilder line = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char next = text.charAt(i);
      if (unsafe.test(next)) {
        line.append(String.format(Locale.ROOT, "\\u%04x", (int) next));
      } else {
        line.append(next);
      }
    }
    return line.toString();
  }

  private static boolean isUnsafe(int unit) {
    return unit < 0x20
        || (unit >= 0x7F && unit <= 0x9F)
        || (unit >= 0x2028 && unit <= 0x202E)
        || (unit >= 0x2066 && unit <= 0x2069);
  }
}
