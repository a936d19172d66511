package io.emperor.devagent.query;

import io.emperor.devagent.golang.GoPattern;
import io.emperor.devagent.golang.GoString;
import io.emperor.devagent.query.Match.Operator;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads a filter expression, and each of its characters but a few times. What is no part of it is
 * put back: a method that finds nothing leaves everything where it was.
 */
public final class FilterReader {

  /** How many parentheses may be in one another; the real agent gets no further than ten. */
  private static final int DEEPEST = 100;

  /** How large all regular expressions together may be. */
  private static final long MOST_PATTERNS = 100_000;

  private final String text;
  private final FilterScanner scanner;
  private int depth;
  private long patterns;

  private FilterReader(String text) {
    this.text = text;
    scanner = new FilterScanner(text);
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException with what the real agent says about one that is none
   */
  public static FilterExpression read(String text) {
    return new FilterReader(text).read();
  }

  private FilterExpression read() {
    scanner.skipSpace();
    FilterExpression expression = any();
    boolean ended = expression != null && scanner.end();
    String complaint = scanner.complaint(ended);
    if (expression == null || complaint != null) {
      throw new IllegalArgumentException(complaint);
    }
    return expression;
  }

  private @Nullable FilterExpression any() {
    return combined("or", true, this::all);
  }

  private @Nullable FilterExpression all() {
    return combined("and", false, this::negation);
  }

  private @Nullable FilterExpression combined(
      String word, boolean settledBy, Supplier<@Nullable FilterExpression> part) {
    List<FilterExpression> parts = new ArrayList<>();
    FilterExpression next = part.get();
    while (next != null) {
      parts.add(next);
      int before = scanner.at();
      next = scanner.phrase(word) && scanner.space() ? part.get() : null;
      if (next == null) {
        scanner.goTo(before);
      }
    }
    return parts.size() > 1
        ? new FilterExpression.Combined(settledBy, parts)
        : parts.isEmpty() ? null : parts.get(0);
  }

  /** The last {@code not} may be the name of a field. */
  private @Nullable FilterExpression negation() {
    Deque<Integer> starts = new ArrayDeque<>();
    do {
      starts.push(scanner.at());
    } while (scanner.literal("not") && scanner.space());
    while (!starts.isEmpty()) {
      scanner.goTo(starts.pop());
      FilterExpression found = group();
      if (found != null) {
        return starts.size() % 2 == 0 ? found : new FilterExpression.Not(found);
      }
    }
    return null;
  }

  private @Nullable FilterExpression group() {
    int start = scanner.at();
    if (!scanner.literal("(")) {
      return match();
    }
    if (++depth > DEEPEST) {
      throw new IllegalArgumentException(
          "The dev agent reads no more than " + DEEPEST + " parentheses in one another.");
    }
    scanner.skipSpace();
    FilterExpression inside = any();
    depth--;
    if (inside != null) {
      scanner.skipSpace();
      if (scanner.literal(")")) {
        return inside;
      }
      scanner.complain("grouping", "Unmatched parentheses");
    }
    scanner.goTo(start);
    return null;
  }

  private @Nullable FilterExpression match() {
    int start = scanner.at();
    FilterExpression match = matchOfSelector();
    if (match == null) {
      scanner.goTo(start);
      match = matchOfValue();
    }
    if (match == null) {
      scanner.goTo(start);
    }
    return match;
  }

  private @Nullable FilterExpression matchOfSelector() {
    List<String> selector = selector();
    if (selector == null) {
      return null;
    }
    int after = scanner.at();
    Operator operator = comparison();
    String value = operator == null ? null : value();
    if (operator != null && value != null) {
      makeRoom(operator, value);
      return new Match(selector, operator, value);
    }
    scanner.goTo(after);
    Operator emptiness = emptiness();
    return emptiness == null ? null : new Match(selector, emptiness, null);
  }

  private void makeRoom(Operator operator, String value) {
    if (operator == Operator.MATCHES || operator == Operator.NOT_MATCHES) {
      patterns += GoPattern.size(value);
      if (patterns > MOST_PATTERNS) {
        throw new IllegalArgumentException(
            "The dev agent does not take so many regular expressions at once.");
      }
    }
  }

  private @Nullable FilterExpression matchOfValue() {
    String value = value();
    Operator operator = value == null ? null : membership();
    if (operator == null) {
      return null;
    }
    List<String> selector = selector();
    if (selector == null) {
      scanner.complain("match", "Invalid selector");
      return null;
    }
    return new Match(selector, operator, value);
  }

  private @Nullable Operator comparison() {
    if (sign("==")) {
      return Operator.EQUAL;
    }
    if (sign("!=")) {
      return Operator.NOT_EQUAL;
    }
    if (word("contains")) {
      return Operator.IN;
    }
    if (word("not", "contains")) {
      return Operator.NOT_IN;
    }
    if (word("matches")) {
      return Operator.MATCHES;
    }
    return word("not", "matches") ? Operator.NOT_MATCHES : null;
  }

  private @Nullable Operator emptiness() {
    if (scanner.phrase("is", "empty")) {
      return Operator.EMPTY;
    }
    return scanner.phrase("is", "not", "empty") ? Operator.NOT_EMPTY : null;
  }

  private @Nullable Operator membership() {
    if (word("in")) {
      return Operator.IN;
    }
    return word("not", "in") ? Operator.NOT_IN : null;
  }

  private boolean sign(String sign) {
    int before = scanner.at();
    scanner.skipSpace();
    if (scanner.literal(sign)) {
      scanner.skipSpace();
      return true;
    }
    scanner.goTo(before);
    return false;
  }

  private boolean word(String... words) {
    int before = scanner.at();
    if (scanner.phrase(words) && scanner.space()) {
      return true;
    }
    scanner.goTo(before);
    return false;
  }

  private @Nullable List<String> selector() {
    List<String> names = new ArrayList<>();
    for (String name = scanner.identifier(); name != null; name = step()) {
      names.add(name);
    }
    return names.isEmpty() ? null : names;
  }

  private @Nullable String step() {
    int before = scanner.at();
    String name = scanner.literal(".") ? scanner.identifier() : null;
    if (name == null) {
      scanner.goTo(before);
      name = index();
    }
    return name;
  }

  private @Nullable String index() {
    int before = scanner.at();
    if (!scanner.literal("[")) {
      return null;
    }
    scanner.skipSpace();
    String name = string();
    if (name == null) {
      scanner.complain("index", "Invalid index");
    } else {
      scanner.skipSpace();
      if (scanner.literal("]")) {
        return name;
      }
      scanner.complain("index", "Unclosed index expression");
    }
    scanner.goTo(before);
    return null;
  }

  /** What looks like a selector is a text, too. */
  private @Nullable String value() {
    List<String> selector = selector();
    if (selector != null) {
      return Match.text(selector);
    }
    String number = number();
    return number == null ? string() : number;
  }

  private @Nullable String number() {
    int before = scanner.at();
    boolean isNumber = scanner.number();
    String number = text.substring(before, scanner.at());
    if (isNumber && scanner.endsNumber()) {
      return number;
    }
    if (isNumber) {
      scanner.complain("number", "Invalid number literal");
    }
    scanner.goTo(before);
    return null;
  }

  private @Nullable String string() {
    int before = scanner.at();
    if (!scanner.literal("`") && !scanner.literal("\"")) {
      return null;
    }
    int close = text.indexOf(text.charAt(before), before + 1);
    if (close < 0) {
      scanner.goTo(text.length());
      scanner.complain("string", "Unterminated string literal");
      scanner.goTo(before);
      return null;
    }
    String value = unquoted(text.substring(before, close + 1));
    scanner.goTo(close + 1);
    return value;
  }

  private String unquoted(String quoted) {
    try {
      return GoString.unquote(quoted);
    } catch (IllegalArgumentException e) {
      int after = scanner.at();
      scanner.goTo(after - 1);
      scanner.complain("string", String.valueOf(e.getMessage()));
      return "";
    }
  }
}
