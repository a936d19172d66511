package io.emperor.devagent.golang;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Go reads and writes them: {@code 1h2m3.5s}. */
public final class GoDuration {

  private static final Pattern PART = Pattern.compile("(\\d+\\.?\\d*|\\.\\d+)([^\\d.]*)");
  private static final Map<String, Long> NANOS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "µs", 1_000L,
          "μs", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L);

  /** What is longer does not fit, or is less than a nanosecond; and it takes long to read. */
  private static final int MOST_DIGITS = 20;

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private GoDuration() {}

  /**
   * Reads a duration.
   *
   * @throws IllegalArgumentException with Go's words
   */
  public static Duration parse(String text) {
    boolean negative = text.startsWith("-");
    String rest = negative || text.startsWith("+") ? text.substring(1) : text;
    if (rest.equals("0")) {
      return Duration.ZERO;
    }
    Matcher part = PART.matcher(rest);
    BigDecimal nanos = BigDecimal.ZERO;
    int at = 0;
    while (part.find() && part.start() == at) {
      nanos = nanos.add(nanos(part.group(1), part.group(2), text));
      at = part.end();
    }
    if (at == 0 || at != rest.length() || nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      throw new IllegalArgumentException("time: invalid duration " + quote(text));
    }
    return Duration.ofNanos(negative ? -nanos.longValue() : nanos.longValue());
  }

  /** Writes a duration as Go does. */
  public static String format(Duration duration) {
    long nanos = Math.abs(duration.toNanos());
    String sign = duration.isNegative() ? "-" : "";
    if (nanos < NANOS_PER_SECOND) {
      int scale = nanos < 1_000 ? 0 : nanos < 1_000_000 ? 3 : 6;
      String unit = scale == 0 ? "ns" : scale == 3 ? "µs" : "ms";
      return nanos == 0 ? "0s" : sign + shifted(nanos, scale) + unit;
    }
    long minutes = nanos / (60 * NANOS_PER_SECOND);
    String seconds = shifted(nanos % (60 * NANOS_PER_SECOND), 9) + "s";
    String hours = minutes < 60 ? "" : minutes / 60 + "h";
    return sign + hours + (minutes == 0 ? "" : minutes % 60 + "m") + seconds;
  }

  private static String shifted(long number, int scale) {
    BigDecimal shifted = BigDecimal.valueOf(number, scale);
    return shifted.signum() == 0 ? "0" : shifted.stripTrailingZeros().toPlainString();
  }

  private static String quote(String text) {
    return '"' + text + '"';
  }

  private static BigDecimal nanos(String number, String unit, String text) {
    if (unit.isEmpty()) {
      throw new IllegalArgumentException("time: missing unit in duration " + quote(text));
    }
    Long factor = NANOS.get(unit);
    if (factor == null) {
      throw new IllegalArgumentException(
          "time: unknown unit " + quote(unit) + " in duration " + quote(text));
    }
    int point = number.indexOf('.') < 0 ? number.length() : number.indexOf('.');
    String whole = number.substring(0, point).replaceFirst("^0++", "");
    if (whole.length() > MOST_DIGITS) {
      throw new IllegalArgumentException("time: invalid duration " + quote(text));
    }
    String fraction = number.substring(point, Math.min(number.length(), point + MOST_DIGITS));
    return new BigDecimal("0" + whole + fraction).multiply(BigDecimal.valueOf(factor));
  }
}
