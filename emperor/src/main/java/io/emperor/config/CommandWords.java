package io.emperor.config;

import io.emperor.config.file.InvalidValueException;
import java.util.ArrayList;
import java.util.List;

/** Splits a command line at blanks; quotes of either kind keep words together. */
final class CommandWords {

  private final String line;
  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean inWord;

  private CommandWords(String line) {
    this.line = line;
  }

  static List<String> split(String line) {
    return new CommandWords(line).split();
  }

  private List<String> split() {
    int at = 0;
    while (at < line.length()) {
      char c = line.charAt(at);
      if (Character.isWhitespace(c)) {
        endWord();
        at++;
      } else if (c == '"' || c == '\'') {
        at = quoted(c, at + 1);
      } else {
        inWord = true;
        word.append(c);
        at++;
      }
    }
    endWord();
    return List.copyOf(words);
  }

  private int quoted(char quote, int from) {
    int end = line.indexOf(quote, from);
    if (end < 0) {
      throw InvalidValueException.of(line, "has a quote that is not closed", "close it");
    }
    inWord = true;
    word.append(line, from, end);
    return end + 1;
  }

  private void endWord() {
    if (inWord) {
      words.add(word.toString());
      word.setLength(0);
      inWord = false;
    }
  }
}
