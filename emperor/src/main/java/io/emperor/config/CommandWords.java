package io.emperor.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splits a command line at blanks; quotes of either kind keep words together. */
final class CommandWords {

  private static final Pattern WORD = Pattern.compile("(?:[^\\s\"']|\"[^\"]*\"|'[^']*')+");
  private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"|'([^']*)'");

  private CommandWords() {}

  static List<String> split(String line) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(line);
    int end = 0;
    while (word.find()) {
      requireBlank(line.substring(end, word.start()), line);
      end = word.end();
      words.add(unquoted(word.group()));
    }
    requireBlank(line.substring(end), line);
    return List.copyOf(words);
  }

  private static void requireBlank(String between, String line) {
    if (!between.isBlank()) {
      throw InvalidValueException.of(line, "has a quote that is not closed", "close it");
    }
  }

  private static String unquoted(String word) {
    return QUOTED
        .matcher(word)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(found.group(1) == null ? found.group(2) : found.group(1)));
  }
}
