package io.emperor.vassal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RestartPolicyTest {

  private final RestartPolicy policy =
      new RestartPolicy(Duration.ofSeconds(1), Duration.ofSeconds(180));

  @Test
  void doublesUpToTheLongestDelayAndStaysThere() {
    assertThat(List.of(1, 2, 3, 8, 9, 10, Integer.MAX_VALUE))
        .extracting(failures -> policy.delay(failures).toSeconds())
        .containsExactly(1L, 2L, 4L, 128L, 180L, 180L, 180L);
  }

  @Test
  void refusesDelaysThatAreUpsideDown() {
    assertThatThrownBy(() -> new RestartPolicy(Duration.ofSeconds(2), Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RestartPolicy(Duration.ZERO, Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
