package io.emperor.provisioning.template;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the column of what Pebble tells no more than the line of. */
final class Place {

  /** As Pebble counts lines. */
  private static final Pattern LINE_END = Pattern.compile("\r\n|[\n\r\u0085\u2028\u2029]");

  private static final Pattern TAG = Pattern.compile("\\{[{%#]");

  private Place() {}

  /**
   * The line and the column, from 1.
   *
   * @param word what it is about, if it is known; otherwise it is about the line's first tag
   */
  static String of(String text, int line, @Nullable String word) {
    String content = line(text, line);
    Matcher tag = TAG.matcher(content);
    int first = tag.find() ? tag.start() : 0;
    int column = word == null || word.isEmpty() ? -1 : column(content, word, first);
    return line + ":" + ((column < 0 ? first : column) + 1);
  }

  private static int column(String content, String word, int from) {
    Matcher whole = Pattern.compile("(?<!\\w)" + Pattern.quote(word) + "(?!\\w)").matcher(content);
    return whole.find(from) ? whole.start() : content.indexOf(word);
  }

  /** Whether a word stands in that line: then it is the template's, and no value. */
  static boolean stands(String text, int line, String word) {
    return line(text, line).contains(word);
  }

  private static String line(String text, int line) {
    String[] lines = LINE_END.split(text, -1);
    return line >= 1 && line <= lines.length ? lines[line - 1] : "";
  }
}
