package io.emperor.consul.settings;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Consul writes them: {@code 1h2m3.5s}. */
public final class ConsulDuration {

  /** Gives nothing back: each character is looked at once, however many there are. */
  private static final Pattern PART =
      Pattern.compile("([0-9]++(?:\\.[0-9]++)?+|\\.[0-9]++)(ns|us|µs|ms|s|m|h)");

  private ConsulDuration() {}

  /** Whole milliseconds, rounded up: a bare or tiny number would be taken for seconds. */
  public static String format(Duration duration) {
    return duration.plusNanos(999_999).toMillis() + "ms";
  }

  /**
   * Reads a duration.
   *
   * @throws IllegalArgumentException if the text is none, or one that Go can't hold
   */
  public static Duration parse(String text) {
    Matcher part = PART.matcher(text);
    double sum = 0;
    int at = 0;
    while (part.region(at, text.length()).lookingAt()) {
      sum += Double.parseDouble(part.group(1)) * nanos(part.group(2));
      at = part.end();
    }
    if (at == 0 || at != text.length() || sum >= Long.MAX_VALUE) {
      throw new IllegalArgumentException("'" + text + "' is not a duration");
    }
    return Duration.ofNanos(Math.round(sum));
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
