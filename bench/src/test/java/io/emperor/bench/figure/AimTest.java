package io.emperor.bench.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AimTest {

  /** As it was recorded before spreads were. */
  private static final Row ROW =
      Row.beside("it", "ms", recorded(10, 40), "another", recorded(200, 300));

  /** Medians 10 ± 4 and 200, pairs that differ by 0.02. */
  private static final Row SPREAD =
      Row.beside(
          "it",
          "ms",
          Measured.of(List.of(8.0, 9.0, 10.0, 11.0, 12.0)),
          "another",
          Measured.of(List.of(200.0, 200.0, 200.0, 200.0, 200.0)));

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

  @ParameterizedTest
  @CsvSource({
    "MEDIAN, 14, reached",
    "MEDIAN, 13.9, not decided",
    "MEDIAN, 10, not decided",
    "MEDIAN, 6.1, not decided",
    "MEDIAN, 6, missed by 67%",
    "P99, 13, reached",
    "P99, 12.9, not decided",
    "P99, 11, missed by 9%",
    "RATIO, 0.075, reached",
    "RATIO, 0.065, not decided",
    "RATIO, 0.035, not decided",
    "RATIO, 0.025, 'missed, 2.00 times'",
  })
  void isNotDecidedWithinTheSpread(Aim.Of of, double limit, String verdict) {
    assertThat(Aim.atMost(of, limit).verdict(SPREAD)).isEqualTo(verdict);
  }

  @ParameterizedTest
  @CsvSource({"6, reached", "7, not decided", "13, not decided", "14, missed by 40%"})
  void isNotDecidedEitherWay(double limit, String verdict) {
    assertThat(Aim.atLeast(Aim.Of.MEDIAN, limit).verdict(SPREAD)).isEqualTo(verdict);
  }

  @Test
  void whatIsAlwaysTheSameIsDecided() {
    Row lost = Row.alone("lost", "", Measured.of(List.of(0.0, 0.0, 0.0)));

    assertThat(Aim.atMost(Aim.Of.P99, 0).verdict(lost)).isEqualTo("reached");
  }

  @Test
  void nothingIsMissedByMoreThanNothing() {
    Row lost = Row.alone("lost", "", Measured.once(3));

    assertThat(Aim.atMost(Aim.Of.P99, 0).verdict(lost)).isEqualTo("missed");
  }

  private static Measured recorded(double median, double p99) {
    return new Measured(median, p99, 5, null, null, List.of());
  }
}
