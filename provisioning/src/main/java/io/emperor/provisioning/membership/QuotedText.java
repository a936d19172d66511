package io.emperor.provisioning.membership;

import java.util.Locale;

/**
 * Text from outside between double quotes, in ASCII: an escaped quote or backslash has a backslash
 * before it, what is not printable ASCII is <code>&#92;uXXXX</code>. Half of a pair of surrogates,
 * which is no character, becomes U+FFFD.
 */
final class QuotedText {

  private static final int REPLACEMENT = 0xfffd;

  private QuotedText() {}

  /** A JSON text: a character beyond the first 65,536 is its two surrogates. */
  static String json(String text) {
    return quoted(text, point -> units(Character.toChars(point)));
  }

  /** A double-quoted YAML scalar: such a character is <code>&#92;UXXXXXXXX</code>. */
  static String yaml(String text) {
    return quoted(
        text,
        point ->
            Character.isBmpCodePoint(point)
                ? units(Character.toChars(point))
                : String.format(Locale.ROOT, "\\U%08x", point));
  }

  private interface Escape {
    String of(int point);
  }

  private static String quoted(String text, Escape escape) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    text.codePoints()
        .map(point -> Character.getType(point) == Character.SURROGATE ? REPLACEMENT : point)
        .forEach(
            point -> {
              if (point == '"' || point == '\\') {
                quoted.append('\\').append((char) point);
              } else if (point >= ' ' && point <= '~') {
                quoted.append((char) point);
              } else {
                quoted.append(escape.of(point));
              }
            });
    return quoted.append('"').toString();
  }

  private static String units(char[] units) {
    StringBuilder escaped = new StringBuilder();
    for (char unit : units) {
      escaped.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
    }
    return escaped.toString();
  }
}
