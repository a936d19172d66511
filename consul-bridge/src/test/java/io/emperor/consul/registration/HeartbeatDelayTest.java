package io.emperor.consul.registration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Since when a heartbeat is due. */
class HeartbeatDelayTest {

  private final HeartbeatDelay delay = new HeartbeatDelay();

  @Test
  void isWhenItWasScheduled() {
    delay.scheduled(100);
    assertThat(delay.begin(130)).isEqualTo(100);
  }

  @Test
  void isTheFirstTriggerIfThatCameEarlier() {
    delay.scheduled(100);
    delay.triggered(40);
    delay.triggered(50);
    assertThat(delay.begin(60)).isEqualTo(40);
    delay.scheduled(160);
    assertThat(delay.begin(161)).as("a trigger counts once").isEqualTo(160);
  }

  @Test
  void isWhatWasScheduledLastEvenIfThatIsLater() {
    delay.scheduled(100);
    delay.scheduled(200);
    assertThat(delay.begin(210)).isEqualTo(200);
  }

  @Test
  void isNeverInTheFuture() {
    delay.scheduled(100);
    assertThat(delay.begin(70)).isEqualTo(70);
  }
}
