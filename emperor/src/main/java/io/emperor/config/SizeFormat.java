package io.emperor.config;

import io.emperor.config.file.InvalidValueException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as people write them: {@code 512KiB 100MiB 1GiB}, with a blank before the unit or not. */
public final class SizeFormat {

  private static final Pattern NUMBER_AND_UNIT = Pattern.compile("([0-9]{1,6}) ?([KMGT])iB");
  private static final String UNITS = "KMGT";
  private static final int STEP = 10;

  private SizeFormat() {}

  /**
   * Reads a size.
   *
   * @param text a whole number and its unit
   * @return the bytes
   * @throws IllegalArgumentException if it is none; the message says what was seen and what to
   *     write
   */
  public static long parse(String text) {
    Matcher matcher = NUMBER_AND_UNIT.matcher(text);
    if (!matcher.matches()) {
      throw InvalidValueException.of(text, "is no size", "write 512KiB, 100MiB or 1GiB");
    }
    int unit = UNITS.indexOf(matcher.group(2)) + 1;
    return Long.parseLong(matcher.group(1)) << (STEP * unit);
  }

  /**
   * Writes a size so that people read it, and {@link #parse}.
   *
   * @param bytes how many
   * @return the text, rounded down, in the largest unit of which there are whole ones
   */
  public static String format(long bytes) {
    int unit = 1;
    while (unit < UNITS.length() && isWhole(bytes, unit + 1)) {
      unit++;
    }
    return (bytes >> (STEP * unit)) + UNITS.substring(unit - 1, unit) + "iB";
  }

  /** What is neither a multiple of the unit nor many of it is said in a smaller one. */
  private static boolean isWhole(long bytes, int unit) {
    long size = 1L << (STEP * unit);
    return bytes >= size && (bytes % size == 0 || bytes >= size * STEP);
  }
}
