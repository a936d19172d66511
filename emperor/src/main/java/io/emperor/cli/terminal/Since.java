package io.emperor.cli.terminal;

import io.emperor.cli.option.UsageException;
import io.emperor.config.DurationFormat;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;

/** A moment in the past, as people say it. */
public final class Since {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd[' ']['T']HH:mm[:ss][.SSS][XXX]", Locale.ROOT);

  private Since() {}

  /**
   * The moment.
   *
   * @param word how long ago, {@code 5m}, or when, as the log writes it or in ISO 8601; without a
   *     date it is today
   * @param now what time it is, and in which zone
   * @throws UsageException if it is neither
   */
  public static Instant of(String word, ZonedDateTime now) throws UsageException {
    try {
      return now.toInstant().minus(DurationFormat.parse(word));
    } catch (IllegalArgumentException e) {
      return time(word, now);
    }
  }

  private static Instant time(String word, ZonedDateTime now) throws UsageException {
    try {
      TemporalAccessor time = TIME.parseBest(word, OffsetDateTime::from, LocalDateTime::from);
      return time instanceof OffsetDateTime exact
          ? exact.toInstant()
          : LocalDateTime.from(time).atZone(now.getZone()).toInstant();
    } catch (DateTimeParseException e) {
      return timeOfDay(word, now);
    }
  }

  private static Instant timeOfDay(String word, ZonedDateTime now) throws UsageException {
    try {
      return now.with(LocalTime.parse(word)).toInstant();
    } catch (DateTimeParseException e) {
      throw new UsageException(
          List.of(
              "--since: %s is neither a duration such as 5m nor a time such as 12:30 or \"2026-03-01 12:30:00\""
                  .formatted(word)));
    }
  }
}
