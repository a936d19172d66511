package io.emperor.config;

import io.emperor.config.file.InvalidValueException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations as people write them: {@code 500ms 15s 2m 1h}, and a plain {@code 0}. */
public final class DurationFormat {

  private static final Pattern NUMBER_AND_UNIT = Pattern.compile("([0-9]{1,12})(ms|s|m|h)?");
  private static final Duration LONGEST = Duration.ofHours(10_000);

  private DurationFormat() {}

  /**
   * Reads a duration.
   *
   * @param text a whole number and its unit
   * @return the duration, at most 10000 hours
   * @throws IllegalArgumentException if it is none; the message says what was seen and what to
   *     write
   */
  public static Duration parse(String text) {
    Matcher matcher = NUMBER_AND_UNIT.matcher(text);
    if (!matcher.matches()) {
      throw InvalidValueException.of(text, "is no duration", "write 500ms, 15s, 2m or 1h");
    }
    long number = Long.parseLong(matcher.group(1));
    if (matcher.group(2) == null && number != 0) {
      throw InvalidValueException.of(text, "has no unit", "write " + number + "s");
    }
    Duration duration = of(number, matcher.group(2));
    if (duration.compareTo(LONGEST) > 0) {
      throw InvalidValueException.of(text, "is too long", "write at most " + format(LONGEST));
    }
    return duration;
  }

  /**
   * Writes a duration so that {@link #parse} reads it.
   *
   * @param duration a duration of whole milliseconds
   * @return the text, in the largest unit that needs no fraction
   */
  public static String format(Duration duration) {
    long millis = duration.toMillis();
    if (millis % 1000 != 0) {
      return millis + "ms";
    }
    long seconds = millis / 1000;
    if (seconds % 3600 == 0 && seconds != 0) {
      return seconds / 3600 + "h";
    }
    return seconds % 60 == 0 && seconds != 0 ? seconds / 60 + "m" : seconds + "s";
  }

  private static Duration of(long number, @Nullable String unit) {
    if (unit == null) {
      return Duration.ZERO;
    }
    return switch (unit) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofHours(number);
    };
  }
}
