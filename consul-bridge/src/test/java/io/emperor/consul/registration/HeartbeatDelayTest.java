package io.emperor.consul.registration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Since when a heartbeat is due. */
class HeartbeatDelayTest {

  private final HeartbeatDelay punctuality = new HeartbeatDelay();

  @Test
  void isWhenItWasScheduled() {
    punctuality.scheduled(100);
    assertThat(punctuality.begin(130)).isEqualTo(100);
  }

  @Test
  void isTheFirstTriggerIfThatCameEarlier() {
    punctuality.scheduled(100);
    punctuality.triggered(40);
    punctuality.triggered(50);
    assertThat(punctuality.begin(60)).isEqualTo(40);
    punctuality.scheduled(160);
    assertThat(punctuality.begin(161)).as("a trigger counts once").isEqualTo(160);
  }

  @Test
  void isWhatWasScheduledLastEvenIfThatIsLater() {
    punctuality.scheduled(100);
    punctuality.scheduled(200);
    assertThat(punctuality.begin(210)).isEqualTo(200);
  }

  @Test
  void isNeverInTheFuture() {
    punctuality.scheduled(100);
    assertThat(punctuality.begin(70)).isEqualTo(70);
  }
}
