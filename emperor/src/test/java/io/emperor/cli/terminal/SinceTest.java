package io.emperor.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emperor.cli.option.UsageException;
import java.time.Instant;
import java.time.ZonedDateTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Moments as people say them. */
class SinceTest {

  private static final ZonedDateTime NOW =
      ZonedDateTime.parse("2026-03-01T13:00:00+01:00[Europe/Berlin]");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          5m                        | 2026-03-01T11:55:00Z
          90s                       | 2026-03-01T11:58:30Z
          12:30                     | 2026-03-01T11:30:00Z
          12:30:15                  | 2026-03-01T11:30:15Z
          2026-02-28 23:59          | 2026-02-28T22:59:00Z
          2026-02-28 23:59:30       | 2026-02-28T22:59:30Z
          2026-02-28 23:59:30.125   | 2026-02-28T22:59:30.125Z
          2026-02-28T23:59:30       | 2026-02-28T22:59:30Z
          2026-02-28T23:59:30Z      | 2026-02-28T23:59:30Z
          2026-02-28T23:59:30+01:00 | 2026-02-28T22:59:30Z
          """)
  void areDurationsAndTimes(String word, Instant moment) throws Exception {
    assertThat(Since.of(word, NOW)).isEqualTo(moment);
  }

  @ParameterizedTest
  @ValueSource(strings = {"yesterday", "25:00", "2026-02-30 12:00x", ""})
  void anythingElseIsRefused(String word) {
    assertThatThrownBy(() -> Since.of(word, NOW))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith(
            "--since: " + word + " is neither a duration such as 5m nor a time");
  }
}
