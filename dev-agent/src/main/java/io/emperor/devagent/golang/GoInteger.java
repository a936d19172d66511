package io.emperor.devagent.golang;

/** Whole numbers of 64 bits in whatever notation Go's sources may have. */
public final class GoInteger {

  private GoInteger() {}

  /**
   * Reads one.
   *
   * @throws NumberFormatException with Go's words
   */
  public static long parse(String text) {
    int begin = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
    int radix = radix(text, begin);
    int first = begin + prefix(text, begin, radix);
    StringBuilder digits = new StringBuilder(text.startsWith("-") ? "-" : "");
    for (int i = first; i < text.length(); i++) {
      boolean separates = text.charAt(i) == '_' && i > begin && isDigit(text, i + 1, radix);
      if (!separates && !isDigit(text, i, radix)) {
        throw complaint(text, "invalid syntax");
      }
      if (!separates) {
        digits.append(text.charAt(i));
      }
    }
    if (first == text.length()) {
      throw complaint(text, "invalid syntax");
    }
    try {
      return Long.parseLong(digits.toString(), radix);
    } catch (NumberFormatException e) {
      throw complaint(text, "value out of range");
    }
  }

  private static int radix(String text, int begin) {
    if (begin + 1 >= text.length() || text.charAt(begin) != '0') {
      return 10;
    }
    return switch (text.charAt(begin + 1)) {
      case 'x', 'X' -> 16;
      case 'b', 'B' -> 2;
      default -> 8;
    };
  }

  private static int prefix(String text, int begin, int radix) {
    return radix == 10 ? 0 : Character.isLetter(text.charAt(begin + 1)) ? 2 : 1;
  }

  private static boolean isDigit(String text, int at, int radix) {
    return at < text.length()
        && text.charAt(at) < 0x80
        && Character.digit(text.charAt(at), radix) >= 0;
  }

  private static NumberFormatException complaint(String text, String what) {
    return new NumberFormatException(
        "strconv.ParseInt: parsing " + GoText.quote(text) + ": " + what);
  }
}
