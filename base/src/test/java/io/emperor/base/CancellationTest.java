package io.emperor.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class CancellationTest {

  private final Cancellation cancellation = new Cancellation();
  private final CompletableFuture<Void> first = new CompletableFuture<>();
  private final CompletableFuture<Void> second = new CompletableFuture<>();

  @Test
  void whatIsUnderWayIsCancelledAndWhatWasBeforeIsLeftAlone() {
    cancellation.covers(first);
    cancellation.covers(second);

    cancellation.cancel();

    assertThat(second).isCancelled();
    assertThat(first).isNotDone();
  }

  @Test
  void whatComesLaterIsCancelledAtOnce() {
    cancellation.cancel();
    cancellation.covers(first);

    assertThat(first).isCancelled();
  }
}
