package io.emperor.consul;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Consul writes them: {@code 1h2m3.5s}. */
final class GoDuration {

  private static final Pattern PART = Pattern.compile("([0-9]*\\.?[0-9]+)(ns|us|µs|ms|s|m|h)");

  private GoDuration() {}

  /** Whole milliseconds, rounded up: a bare or tiny number would be taken for seconds. */
  static String format(Duration duration) {
    return duration.plusNanos(999_999).toMillis() + "ms";
  }

  /**
   * Reads a duration.
   *
   * @throws IllegalArgumentException if the text is none
   */
  static Duration parse(String text) {
    Matcher part = PART.matcher(text);
    Duration sum = Duration.ZERO;
    int at = 0;
    while (part.find() && part.start() == at) {
      double nanos = Double.parseDouble(part.group(1)) * nanos(part.group(2));
      sum = sum.plusNanos(Math.round(nanos));
      at = part.end();
    }
    if (at == 0 || at != text.length()) {
      throw new IllegalArgumentException("'" + text + "' is not a duration");
    }
    return sum;
  }

  private static double nanos(String unit) {
    return switch (unit) {
      case "ns" -> 1;
      case "us", "µs" -> 1e3;
      case "ms" -> 1e6;
      case "s" -> 1e9;
      case "m" -> 60e9;
      default -> 3600e9;
    };
  }
}
