package io.emperor.bench.figure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AimTest {

  private static final Row ROW =
      Row.beside("it", "ms", new Measured(10, 40, 5), "another", new Measured(200, 300, 5));

  @ParameterizedTest
  @CsvSource({
    "MEDIAN, 10, reached",
    "MEDIAN, 8, missed by 25%",
    "P99, 40, reached",
    "P99, 20, 'missed, 2.00 times'",
    "RATIO, 0.05, reached",
    "RATIO, 0.04, missed by 25%",
  })
  void isAtMostTheLimit(Aim.Of of, double limit, String verdict) {
    assertThat(Aim.atMost(of, limit).verdict(ROW)).isEqualTo(verdict);
  }

  @ParameterizedTest
  @CsvSource({
    "MEDIAN, 10, reached",
    "MEDIAN, 11, missed by 10%",
    "MEDIAN, 50, 'missed, 5.00 times'"
  })
  void isAtLeastTheLimit(Aim.Of of, double limit, String verdict) {
    assertThat(Aim.atLeast(of, limit).verdict(ROW)).isEqualTo(verdict);
  }

  @Test
  void nothingIsMissedByMoreThanNothing() {
    Row lost = Row.alone("lost", "", Measured.once(3));

    assertThat(Aim.atMost(Aim.Of.P99, 0).verdict(lost)).isEqualTo("missed");
  }
}
