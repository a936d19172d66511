package io.emperor.bench.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

class FootprintTest {

  private final Footprint footprint = new Footprint(Map.of(0, 100.0, 100, 150.0, 10, 120.0));

  @Test
  void leavesOutOfAShareWhatWasThereBefore() {
    assertThat(footprint.share(10)).isCloseTo(2.0, within(1e-9));
    assertThat(footprint.share(100)).isCloseTo(0.5, within(1e-9));
  }

  @Test
  void knowsItsSizesInOrderWithoutNone() {
    assertThat(footprint.sizes()).containsExactly(10, 100);
  }

  @Test
  void saysWhatWasNotMeasured() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> footprint.share(1000))
        .withMessageContaining("1000");
  }
}
