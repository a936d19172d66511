package io.emperor.devagent.golang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoDurationTest {

  @ParameterizedTest
  @CsvSource({
    "0, PT0S",
    "10s, PT10S",
    "1h2m3.5s, PT1H2M3.5S",
    "-1.5h, PT-1H-30M",
    "100ms, PT0.1S",
    ".5s, PT0.5S",
    "2us, PT0.000002S"
  })
  void reads(String text, Duration duration) {
    assertThat(GoDuration.parse(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|time: invalid duration \"\"",
        "abc|time: invalid duration \"abc\"",
        "10|time: missing unit in duration \"10\"",
        "10x|time: unknown unit \"x\" in duration \"10x\"",
        "9999999h|time: invalid duration \"9999999h\""
      })
  void complains(String text, String complaint) {
    assertThatThrownBy(() -> GoDuration.parse(text)).hasMessage(complaint);
  }
}
