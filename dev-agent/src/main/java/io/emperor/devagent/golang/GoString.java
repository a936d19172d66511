package io.emperor.devagent.golang;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A text as Go's sources quote it, with its quotes. */
public final class GoString {

  private final String quoted;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private int at = 1;

  private GoString(String quoted) {
    this.quoted = quoted;
  }

  /**
   * Reads one in backquotes or double quotes.
   *
   * @throws IllegalArgumentException with Go's words
   */
  public static String unquote(String quoted) {
    String inside = quoted.substring(1, quoted.length() - 1);
    if (quoted.startsWith("`")) {
      return inside.replace("\r", "");
    }
    if (inside.indexOf('\n') >= 0) {
      throw wrong();
    }
    return inside.indexOf('\\') < 0 ? inside : new GoString(quoted).unescape();
  }

  private String unescape() {
    int end = quoted.length() - 1;
    while (at < end) {
      int backslash = quoted.indexOf('\\', at);
      int plainEnd = backslash < 0 ? end : backslash;
      bytes.writeBytes(quoted.substring(at, plainEnd).getBytes(StandardCharsets.UTF_8));
      at = plainEnd;
      if (at < end) {
        at++;
        escape();
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private void escape() {
    char c = quoted.charAt(at++);
    int simple = "abfnrtv\\".indexOf(c);
    if (simple >= 0) {
      bytes.write("\007\b\f\n\r\t\013\\".charAt(simple));
      return;
    }
    switch (c) {
      case 'x' -> bytes.write(number(2, 16));
      case 'u' -> character(number(4, 16));
      case 'U' -> character(number(8, 16));
      case '0', '1', '2', '3' -> {
        at--;
        bytes.write(number(3, 8));
      }
      default -> throw wrong();
    }
  }

  private int number(int digits, int radix) {
    long number = 0;
    for (int i = 0; i < digits; i++) {
      char c = quoted.charAt(Math.min(at++, quoted.length() - 1));
      int digit = c < 0x80 ? Character.digit(c, radix) : -1;
      if (digit < 0) {
        throw wrong();
      }
      number = number * radix + digit;
    }
    if (number > Character.MAX_CODE_POINT) {
      throw wrong();
    }
    return (int) number;
  }

  private void character(int c) {
    boolean alone = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    String text = alone ? "\ufffd" : Character.toString(c);
    bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  private static IllegalArgumentException wrong() {
    return new IllegalArgumentException("invalid syntax");
  }
}
