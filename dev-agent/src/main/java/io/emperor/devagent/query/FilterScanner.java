package io.emperor.devagent.query;

import io.emperor.devagent.golang.GoText;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The words and signs of a filter expression. It remembers how far one came, and what would have
 * gone on from there: that is what the real agent says about an expression that is wrong.
 */
final class FilterScanner {

  private static final String LATIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final String END = "EOF";
  private static final int MOST_COMPLAINTS = 100;

  private final String text;
  private final Set<String> complaints = new LinkedHashSet<>();
  private final Set<String> expected = new TreeSet<>();
  private int farthest;
  private int at;

  FilterScanner(String text) {
    this.text = text;
  }

  /** A set of characters, and how complaints call it. */
  private enum Letters {
    SPACE("[ \\t\\r\\n]", " \t\r\n"),
    FIRST("[a-zA-Z]", LATIN),
    MORE("[a-zA-Z0-9_]", LATIN + "0123456789_"),
    NOT_ZERO("[1-9]", "123456789"),
    DIGIT("[0-9]", "0123456789");

    private final String title;
    private final String all;

    Letters(String title, String all) {
      this.title = title;
      this.all = all;
    }
  }

  int at() {
    return at;
  }

  void goTo(int place) {
    at = place;
  }

  boolean literal(String word) {
    if (text.startsWith(word, at)) {
      at += word.length();
      return true;
    }
    return missed(GoText.quote(word));
  }

  void skipSpace() {
    skip(Letters.SPACE);
  }

  boolean space() {
    return some(Letters.SPACE);
  }

  /** Words with space before each. */
  boolean phrase(String... words) {
    int before = at;
    for (String word : words) {
      if (!space() || !literal(word)) {
        at = before;
        return false;
      }
    }
    return true;
  }

  @Nullable String identifier() {
    int before = at;
    if (!one(Letters.FIRST)) {
      return null;
    }
    skip(Letters.MORE);
    return text.substring(before, at);
  }

  boolean number() {
    literal("-");
    if (!literal("0")) {
      if (!one(Letters.NOT_ZERO)) {
        return false;
      }
      skip(Letters.DIGIT);
    }
    int whole = at;
    if (!literal(".") || !some(Letters.DIGIT)) {
      at = whole;
    }
    return true;
  }

  /** Whether a number may end here; it stays here. */
  boolean endsNumber() {
    int before = at;
    boolean ends = space() || atEnd() || literal(")");
    at = before;
    return ends;
  }

  boolean end() {
    skipSpace();
    return atEnd();
  }

  private boolean atEnd() {
    return at == text.length() || missed(END);
  }

  private boolean some(Letters letters) {
    boolean found = one(letters);
    if (found) {
      skip(letters);
    }
    return found;
  }

  private void skip(Letters letters) {
    boolean more = true;
    while (more) {
      more = one(letters);
    }
  }

  private boolean one(Letters letters) {
    if (at < text.length() && letters.all.indexOf(text.charAt(at)) >= 0) {
      at++;
      return true;
    }
    return missed(letters.title);
  }

  private boolean missed(String what) {
    if (at > farthest) {
      farthest = at;
      expected.clear();
    }
    if (at == farthest) {
      expected.add(what);
    }
    return false;
  }

  /** Notes what is wrong here, by a rule of the grammar; the whole is wrong then. */
  void complain(String rule, String what) {
    if (complaints.size() < MOST_COMPLAINTS) {
      complaints.add(place(at) + ": rule " + GoText.quote(rule) + ": " + what);
    }
  }

  /** What is wrong; null if nothing is. */
  @Nullable String complaint(boolean complete) {
    if (!complaints.isEmpty()) {
      return String.join("\n", complaints);
    }
    return complete ? null : place(farthest) + ": no match found, expected: " + alternatives();
  }

  private String alternatives() {
    Stream<String> end = Stream.of(END).filter(expected::contains);
    List<String> all =
        Stream.concat(expected.stream().filter(what -> !what.equals(END)), end).toList();
    int last = all.size() - 1;
    return last == 0
        ? all.get(0)
        : String.join(", ", all.subList(0, last)) + " or " + all.get(last);
  }

  /** Line, column and byte; a line break is counted as the beginning of its next line. */
  private String place(int place) {
    int lineBreak = text.lastIndexOf('\n', place);
    long line = 1 + text.chars().limit(place + 1L).filter(c -> c == '\n').count();
    int column =
        lineBreak < 0 ? text.codePointCount(0, place) + 1 : text.codePointCount(lineBreak, place);
    int bytes = text.substring(0, place).getBytes(StandardCharsets.UTF_8).length;
    return line + ":" + column + " (" + bytes + ")";
  }
}
