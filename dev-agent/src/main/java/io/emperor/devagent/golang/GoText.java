package io.emperor.devagent.golang;

import java.math.BigInteger;

/** Words, numbers and quotes as Go reads and writes them, its complaints included. */
public final class GoText {

  private static final int MOST_DIGITS = 21;
  private static final BigInteger MAX_UINT64 =
      BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

  private GoText() {}

  /**
   * Reads a number of 64 bits without a sign.
   *
   * @throws NumberFormatException with Go's words
   */
  public static BigInteger uint64(String text) {
    if (text.isEmpty() || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new NumberFormatException(complaint(text, "invalid syntax"));
    }
    String digits = text.replaceFirst("^0++", "0");
    // A long one takes long to read.
    BigInteger number = digits.length() > MOST_DIGITS ? null : new BigInteger(digits);
    if (number == null || number.compareTo(MAX_UINT64) > 0) {
      throw new NumberFormatException(complaint(text, "value out of range"));
    }
    return number;
  }

  private static String complaint(String text, String what) {
    return "strconv.ParseUint: parsing " + quote(text) + ": " + what;
  }

  /**
   * Reads a truth value.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static boolean bool(String text) {
    return switch (text) {
      case "1", "t", "T", "true", "TRUE", "True" -> true;
      case "0", "f", "F", "false", "FALSE", "False" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }

  public static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints().forEach(c -> quoted.append(escape(c)));
    return quoted.append('"').toString();
  }

  private static String escape(int c) {
    return switch (c) {
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      case 0x07 -> "\\a";
      case '\b' -> "\\b";
      case '\f' -> "\\f";
      case 0x0b -> "\\v";
      default -> isPrintable(c) ? Character.toString(c) : code(c);
    };
  }

  private static String code(int c) {
    return (c < 0x80 ? "\\x%02x" : c > 0xffff ? "\\U%08x" : "\\u%04x").formatted(c);
  }

  /** Whether Go calls every character printable; the real agent takes no path with another. */
  public static boolean isPrintable(String text) {
    return text.codePoints().allMatch(GoText::isPrintable);
  }

  private static boolean isPrintable(int c) {
    return switch (Character.getType(c)) {
      case Character.SPACE_SEPARATOR -> c == ' ';
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
