package io.emperor.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class ConsumptionTest {

  @Test
  void takesAFieldByItsWholeName() {
    String rollup = "Rss:  9 kB\nPss:   120 kB\nPss_Dirty: 7 kB\nSwapPss: 5 kB\n";

    assertThat(Consumption.kilobytes("Pss:", rollup)).isEqualTo(120);
  }

  @Test
  void takesNothingFromAProcessThatHasEnded() {
    assertThat(Consumption.kilobytes("Pss:", "")).isZero();
  }

  @Test
  void findsWhatThisProcessTakes() {
    assertThat(Consumption.megabytes(ProcessHandle.current())).isBetween(10.0, 4000.0);
  }

  @Test
  void takesTheLiveBytesFromTheTotalOfAHistogram() {
    String histogram =
        """
         num     #instances         #bytes  class name (module)
        -------------------------------------------------------
           1:            10        2097152  [B (java.base@17.0.15)
        Total            10        3145728
        """;

    assertThat(Consumption.liveMegabytes(histogram)).isEqualTo(3);
    assertThatIllegalStateException().isThrownBy(() -> Consumption.liveMegabytes("1: no process"));
  }

  @Test
  void refusesWhatTheMachineDoesNotHave() {
    Consumption.require(1);

    assertThatIllegalStateException()
        .isThrownBy(() -> Consumption.require(Integer.MAX_VALUE))
        .withMessageContaining("are available");
  }
}
