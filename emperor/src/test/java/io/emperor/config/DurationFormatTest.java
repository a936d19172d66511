package io.emperor.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DurationFormatTest {

  @Test
  void readsEveryUnitAndAPlainZero() {
    assertThat(List.of("500ms", "15s", "2m", "1h", "0", "0s"))
        .map(DurationFormat::parse)
        .containsExactly(
            Duration.ofMillis(500),
            Duration.ofSeconds(15),
            Duration.ofMinutes(2),
            Duration.ofHours(1),
            Duration.ZERO,
            Duration.ZERO);
  }

  @Test
  void aNumberWithoutAUnitIsToldWhatToWrite() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DurationFormat.parse("15"))
        .withMessage("\"15\" has no unit: write 15s");
  }

  @Test
  void refusesWhatIsNoDuration() {
    for (String text : List.of("", "s", "-1s", "1.5s", "1d", "15 s", "99999999999999s", "20000h")) {
      assertThatIllegalArgumentException().isThrownBy(() -> DurationFormat.parse(text));
    }
  }

  @Test
  void writesWhatItReads() {
    for (String text : List.of("1500ms", "15s", "90s", "2m", "1h", "0s")) {
      assertThat(DurationFormat.format(DurationFormat.parse(text))).isEqualTo(text);
    }
  }
}
