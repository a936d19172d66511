package io.emperor.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/** A text as lines that are not longer than they may be. */
final class Wrapped {

  private Wrapped() {}

  /** Broken between words, and inside a word that is longer than a line. */
  static List<String> lines(String text, int width) {
    List<String> lines = new ArrayList<>();
    int[] letters = text.codePoints().toArray();
    int from = 0;
    while (letters.length - from > width) {
      int end = from + width;
      while (end > from && letters[end] != ' ') {
        end--;
      }
      boolean between = end > from;
      int to = between ? end : from + width;
      lines.add(new String(letters, from, to - from).stripTrailing());
      from = between ? end + 1 : to;
    }
    lines.add(new String(letters, from, letters.length - from));
    return lines;
  }
}
