package io.emperor.vassal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RestartBudgetTest {

  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Instant START = Instant.EPOCH;

  private final RestartBudget budget =
      new RestartBudget(new RestartPolicy(FIRST, Duration.ofSeconds(3)));

  /** Serves for a while from the start, and crashes. */
  private Duration crashAfter(long seconds) {
    budget.serves(START);
    return budget.afterCrash(START.plusSeconds(seconds), false);
  }

  @Test
  void theFirstCrashCostsNothingAndTheNextMoreAndMore() {
    assertThat(crashAfter(1)).isZero();
    assertThat(crashAfter(1)).isEqualTo(FIRST);
    assertThat(crashAfter(1)).isEqualTo(Duration.ofSeconds(2));
    assertThat(crashAfter(1)).isEqualTo(Duration.ofSeconds(3));
    assertThat(crashAfter(1)).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void aMinuteOfHealthIsForgiveness() {
    assertThat(crashAfter(1)).isZero();
    assertThat(crashAfter(59)).isEqualTo(FIRST);
    assertThat(crashAfter(60)).isZero();
  }

  @Test
  void silenceIsNoHealth() {
    for (Duration expected : new Duration[] {Duration.ZERO, FIRST, Duration.ofSeconds(2)}) {
      budget.serves(START);
      assertThat(budget.isSilentTooLong(true, START.plusSeconds(5), LIMIT)).isFalse();
      assertThat(budget.isSilentTooLong(true, START.plusSeconds(65), LIMIT)).isTrue();
      assertThat(budget.afterCrash(START.plusSeconds(65), false)).isEqualTo(expected);
    }
  }

  @Test
  void anAnswerEndsASilence() {
    budget.serves(START);
    assertThat(budget.isSilentTooLong(true, START.plusSeconds(5), LIMIT)).isFalse();
    assertThat(budget.isSilentTooLong(false, START.plusSeconds(60), LIMIT)).isFalse();
    assertThat(budget.isSilentTooLong(true, START.plusSeconds(70), LIMIT)).isFalse();
  }

  @Test
  void whoAsksForAPauseGetsTheFirstDelay() {
    budget.serves(START);
    assertThat(budget.afterCrash(START.plusSeconds(90), true)).isEqualTo(FIRST);
  }

  @Test
  void aFailedStartAlwaysWaitsUntilThereAreOtherFiles() {
    assertThat(budget.afterFailedStart()).isEqualTo(FIRST);
    assertThat(budget.afterFailedStart()).isEqualTo(Duration.ofSeconds(2));
    budget.beginAnew();
    assertThat(budget.afterFailedStart()).isEqualTo(FIRST);
  }
}
