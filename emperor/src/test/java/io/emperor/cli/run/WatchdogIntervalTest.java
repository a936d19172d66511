package io.emperor.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WatchdogIntervalTest {

  @Test
  void aSignIsGivenTwiceInTheTimeThatSystemdWaits() {
    assertThat(WatchdogInterval.beat(Map.of("WATCHDOG_USEC", "30000000"), 7))
        .isEqualTo(Duration.ofSeconds(15));
    assertThat(WatchdogInterval.beat(Map.of("WATCHDOG_USEC", "1", "WATCHDOG_PID", "7"), 7))
        .isEqualTo(Duration.ofNanos(500));
  }

  @Test
  void whatAnotherProcessWasAskedForMeansNothing() {
    assertThat(WatchdogInterval.beat(Map.of("WATCHDOG_USEC", "30000000", "WATCHDOG_PID", "8"), 7))
        .isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "soon", "99999999999999999999"})
  void whatIsNoTimeAsksForNothing(String word) {
    assertThat(WatchdogInterval.beat(Map.of("WATCHDOG_USEC", word), 7)).isNull();
  }
}
