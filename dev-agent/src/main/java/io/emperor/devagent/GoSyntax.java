package io.emperor.devagent;

import org.jspecify.annotations.Nullable;

/** Finds what Go would say about a text that is no JSON. */
final class GoSyntax {

  private static final int DEEPEST = 200;

  private final byte[] text;
  private int at;

  GoSyntax(byte[] text) {
    this.text = text;
  }

  /** What is wrong, in Go's words. */
  String complaint() {
    try {
      skipSpace();
      if (at == text.length) {
        return "EOF";
      }
      value(0);
      return "invalid JSON";
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

  private void value(int depth) {
    if (depth > DEEPEST) {
      throw new Found("exceeded max depth");
    }
    int c = next();
    switch (c) {
      case '{' -> object(depth);
      case '[' -> array(depth);
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
  }

  private void object(int depth) {
    int c = afterSpace();
    if (c == '}') {
      return;
    }
    while (true) {
      require(c, '"', "looking for beginning of object key string");
      string();
      require(afterSpace(), ':', "after object key");
      skipSpace();
      value(depth + 1);
      c = afterSpace();
      if (c == '}') {
        return;
      }
      require(c, ',', "after object key:value pair");
      c = afterSpace();
    }
  }

  private void array(int depth) {
    skipSpace();
    if (at < text.length && text[at] == ']') {
      at++;
      return;
    }
    while (true) {
      skipSpace();
      value(depth + 1);
      int c = afterSpace();
      if (c == ']') {
        return;
      }
      require(c, ',', "after array element");
    }
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
