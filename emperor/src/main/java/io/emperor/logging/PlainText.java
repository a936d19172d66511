package io.emperor.logging;

import io.emperor.base.SafeText;
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
    return SafeText.escaped(text, PlainText::isUnsafe);
  }

  /** The same for a line of JSON, which has escaped what is ASCII. */
  static String json(String line) {
    return SafeText.escaped(line, point -> point >= 0x7F && isUnsafe(point));
  }

  private static String visible(String line) {
    return SafeText.escaped(line, point -> point != '\t' && isUnsafe(point));
  }

  private static boolean isUnsafe(int point) {
    return point < 0x20
        || (point >= 0x7F && point <= 0x9F)
        || (point >= 0x2028 && point <= 0x202E)
        || (point >= 0x2066 && point <= 0x2069);
  }
}
