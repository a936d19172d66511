package io.emperor.consul.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Since when another's lease was seen to stay as it is. */
class ObservationTest {

  private static final Duration DURATION = LeaseTimes.DEFAULT.duration();

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000); // it wraps around
  private final Observation observation = new Observation(nanos::get);

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void onlyWhatWasSeenCounts() {
    observation.see(5);
    pass(DURATION.minusNanos(1));
    observation.see(5);
    assertThat(observation.isUnchangedFor(DURATION)).isFalse();
    pass(Duration.ofNanos(1));
    assertThat(observation.isUnchangedFor(DURATION)).isTrue();
    assertThat(observation.hasChanged()).isFalse();
  }

  @Test
  void everyChangeBeginsAnew() {
    observation.see(5);
    pass(DURATION);
    observation.see(6);
    assertThat(observation.isUnchangedFor(DURATION)).isFalse();
    assertThat(observation.hasChanged()).isTrue();
    pass(DURATION);
    observation.see(5);
    assertThat(observation.isUnchangedFor(DURATION)).isFalse();
  }

  @Test
  void aKeyThatIsGoneIsAChange() {
    observation.see(5);
    pass(DURATION);
    observation.see(0);
    assertThat(observation.unchanged()).isZero();
  }
}
