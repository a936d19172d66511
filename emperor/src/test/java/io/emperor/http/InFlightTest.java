package io.emperor.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class InFlightTest {

  private final InFlight inFlight = new InFlight();

  @Test
  void closesAtOnceWhenNothingIsUnderWay() {
    assertThat(inFlight.drain()).isCompleted();
    assertThat(inFlight.enter()).isFalse();
  }

  @Test
  void closesWhenTheLastHasLeft() {
    inFlight.enter();
    inFlight.enter();
    CompletableFuture<Void> drained = inFlight.drain();
    inFlight.leave();
    assertThat(drained).isNotCompleted();

    inFlight.leave();

    assertThat(drained).isCompleted();
    assertThat(inFlight.enter()).isFalse();
  }

  @Test
  void letsInAsLongAsSomethingIsUnderWay() {
    inFlight.enter();
    CompletableFuture<Void> drained = inFlight.drain();

    assertThat(inFlight.enter()).isTrue();
    inFlight.leave();
    assertThat(drained).isNotCompleted();
  }
}
