package io.emperor.devagent.golang;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** Finds what Go would say about a text that is no JSON. */
final class GoSyntax {

  /** How many objects and arrays may be in one another. */
  static final int DEEPEST = 10_000;

  private final byte[] text;
  private final BitSet objects = new BitSet();
  private int depth;
  private int at;

  GoSyntax(byte[] text) {
    this.text = text;
  }

  /** What is wrong, in Go's words; null if nothing is. */
  @Nullable String complaint() {
    try {
      skipSpace();
      if (at == text.length) {
        return "EOF";
      }
      boolean valueComes = true;
      while (valueComes || depth > 0) {
        valueComes = valueComes ? value() : goOn();
      }
      return null;
    } catch (Found e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static final class Found extends RuntimeException {
    private static final long serialVersionUID = 1;

    Found(String message) {
      super(message, null, false, false);
    }
  }

  /** Reads a value, of what has any inside only the beginning: whether its first one comes. */
  private boolean value() {
    skipSpace();
    int c = next();
    switch (c) {
      case '{' -> {
        return object();
      }
      case '[' -> {
        return array();
      }
      case '"' -> string();
      case 't' -> literal("true");
      case 'f' -> literal("false");
      case 'n' -> literal("null");
      default -> {
        if (c != '-' && !isDigit(c)) {
          throw invalid(c, "looking for beginning of value");
        }
        number(c);
      }
    }
    return false;
  }

  private void open(int c) {
    if (depth == DEEPEST) {
      throw invalid(c, "exceeded max depth");
    }
    objects.set(depth++, c == '{');
  }

  private boolean object() {
    open('{');
    int c = afterSpace();
    return c == '}' ? close() : member(c);
  }

  private boolean member(int c) {
    require(c, '"', "looking for beginning of object key string");
    string();
    require(afterSpace(), ':', "after object key");
    return true;
  }

  private boolean array() {
    open('[');
    skipSpace();
    if (peek() != ']') {
      return true;
    }
    at++;
    return close();
  }

  private boolean close() {
    depth--;
    return false;
  }

  /** Reads what follows a value inside of something: whether another one comes. */
  private boolean goOn() {
    int c = afterSpace();
    boolean inObject = objects.get(depth - 1);
    if (c == (inObject ? '}' : ']')) {
      return close();
    }
    require(c, ',', inObject ? "after object key:value pair" : "after array element");
    return !inObject || member(afterSpace());
  }

  private void string() {
    for (int c = next(); c != '"'; c = next()) {
      if (c < 0x20) {
        throw invalid(c, "in string literal");
      }
      if (c == '\\') {
        escape();
      }
    }
  }

  private void escape() {
    int c = next();
    if (c == 'u') {
      for (int i = 0; i < 4; i++) {
        int digit = next();
        if (Character.digit(digit, 16) < 0) {
          throw invalid(digit, "in \\u hexadecimal character escape");
        }
      }
    } else if ("bfnrt\\/\"".indexOf(c) < 0) {
      throw invalid(c, "in string escape code");
    }
  }

  private void literal(String word) {
    for (int i = 1; i < word.length(); i++) {
      require(
          next(), word.charAt(i), "in literal %s (expecting '%s')".formatted(word, word.charAt(i)));
    }
  }

  private void number(int first) {
    int c = first;
    if (c == '-') {
      c = next();
      if (!isDigit(c)) {
        throw invalid(c, "in numeric literal");
      }
    }
    if (c != '0') {
      skipDigits();
    }
    if (peek() == '.') {
      at++;
      requireDigit("after decimal point in numeric literal");
    }
    if (peek() == 'e' || peek() == 'E') {
      at++;
      if (peek() == '+' || peek() == '-') {
        at++;
      }
      requireDigit("in exponent of numeric literal");
    }
  }

  private void requireDigit(String where) {
    int c = next();
    if (!isDigit(c)) {
      throw invalid(c, where);
    }
    skipDigits();
  }

  private void skipDigits() {
    while (isDigit(peek())) {
      at++;
    }
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private void require(int c, int wanted, String where) {
    if (c != wanted) {
      throw invalid(c, where);
    }
  }

  private int afterSpace() {
    skipSpace();
    return next();
  }

  private void skipSpace() {
    while (at < text.length && " \t\r\n".indexOf(text[at]) >= 0) {
      at++;
    }
  }

  private int peek() {
    return at < text.length ? text[at] & 0xff : -1;
  }

  private int next() {
    if (at == text.length) {
      throw new Found("unexpected EOF");
    }
    return text[at++] & 0xff;
  }

  private static Found invalid(int c, String where) {
    return new Found("invalid character " + quote(c) + " " + where);
  }

  private static String quote(int c) {
    @Nullable String special =
        switch (c) {
          case '\'' -> "'\\''";
          case '"' -> "'\"'";
          default -> null;
        };
    if (special != null) {
      return special;
    }
    String quoted = GoText.quote(Character.toString(c));
    return "'" + quoted.substring(1, quoted.length() - 1) + "'";
  }
}
