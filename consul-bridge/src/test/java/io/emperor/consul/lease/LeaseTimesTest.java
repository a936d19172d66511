package io.emperor.consul.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which times are safe together. */
class LeaseTimesTest {

  private static LeaseTimes times(long duration, long deadline, long retry) {
    return new LeaseTimes(
        Duration.ofMillis(duration), Duration.ofMillis(deadline), Duration.ofMillis(retry));
  }

  @Test
  void aHolderWhoseClockIsSlowEndsBeforeOneWhoseClockIsFastBegins() {
    LeaseTimes times = LeaseTimes.DEFAULT;
    double ends = times.renewDeadline().toNanos() * 1.14;
    double begins = times.duration().toNanos() * 0.86;
    assertThat(ends).isLessThan(begins);
  }

  @ParameterizedTest
  @CsvSource({
    "15000, 10000, 2000", // as Kubernetes has them
    "3500, 2600, 700",
    "1400, 1000, 200",
  })
  void theseAreSafe(long duration, long deadline, long retry) {
    assertThat(times(duration, deadline, retry).duration()).hasMillis(duration);
  }

  @ParameterizedTest
  @CsvSource({
    "3400, 2600, 700, lease-duration",
    "2600, 2600, 700, lease-duration",
    "3500, 1400, 700, renew-deadline",
    "3500, 2600, 99, retry-period",
    "600001, 2600, 700, lease-duration",
    "3500, 2600, 0, retry-period",
    "3500, 2600, -700, retry-period",
    "-3500, 2600, 700, lease-duration",
  })
  void theseAreNotAndTheOptionIsNamed(long duration, long deadline, long retry, String option) {
    assertThatThrownBy(() -> times(duration, deadline, retry))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(option);
  }
}
