package io.emperor.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.consul.Await;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** For how long how much is under way. */
class InFlightQueueTest {

  private final InFlight inFlight = new InFlight();

  private boolean isFull() {
    return inFlight.full().compareTo(Duration.ZERO) > 0;
  }

  @Test
  void itIsFullForAsLongAsSoManyAreUnderWay() {
    inFlight.watch(2);
    assertThat(inFlight.enter()).isTrue();
    assertThat(isFull()).isFalse();
    assertThat(inFlight.enter()).isTrue();
    Await.within(Duration.ofSeconds(20), "full", this::isFull);
    assertThat(inFlight.enter()).isTrue();
    inFlight.leave();
    assertThat(isFull()).isTrue();
    inFlight.leave();
    assertThat(isFull()).isFalse();
  }

  @Test
  void aMomentOfFewerBeginsItAnew() {
    inFlight.watch(1);
    assertThat(inFlight.enter()).isTrue();
    Await.within(
        Duration.ofSeconds(5),
        "a while",
        () -> inFlight.full().compareTo(Duration.ofMillis(300)) > 0);
    inFlight.leave();
    assertThat(inFlight.enter()).isTrue();
    assertThat(inFlight.full()).isLessThan(Duration.ofMillis(300));
  }

  @Test
  void whatIsToEndIsNotFull() {
    inFlight.watch(1);
    assertThat(inFlight.enter()).isTrue();
    Await.within(Duration.ofSeconds(20), "full", this::isFull);
    var unused = inFlight.drain();
    assertThat(isFull()).isFalse();
  }

  @Test
  void whatIsUnderWayAlreadyCountsFromWhenItIsWatched() {
    assertThat(inFlight.enter()).isTrue();
    assertThat(isFull()).isFalse();
    inFlight.watch(1);
    Await.within(Duration.ofSeconds(20), "full", this::isFull);
  }
}
