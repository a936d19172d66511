package io.emperor.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** What is new of a failure. */
class ToldFailuresTest {

  private final ToldFailures told = new ToldFailures();

  private static Throwable failed(String message) {
    Exception thrown = new IllegalStateException(message);
    return new CompletionException(new AppFailure("words", Failure.trace(thrown)));
  }

  @Test
  void theSamePlaceIsToldOnceWhateverTheMessage() {
    Throwable first = null;
    for (int i = 0; i < 3; i++) {
      Throwable news = told.news(failed("attempt " + i));
      first = i == 0 ? news : first;
      assertThat(news == null).isEqualTo(i > 0);
    }

    assertThat(first)
        .hasMessageStartingWith("java.lang.IllegalStateException: attempt 0")
        .hasMessageContaining("\tat io.emperor.runtime.ToldFailuresTest.");
  }

  @Test
  void anotherPlaceIsNews() {
    assertThat(told.news(failed("here"))).isNotNull();
    assertThat(told.news(failed("here"))).isNotNull();
  }

  @Test
  void whatWasForgottenIsNewsAgain() {
    Throwable failure = failed("here");
    assertThat(told.news(failure)).isNotNull();

    told.forget();

    assertThat(told.news(failure)).isNotNull();
  }

  @Test
  void whereTheAppHasThrownNothingThereIsNothingToTell() {
    assertThat(told.news(new TimeoutException("start() is late"))).isNull();
    assertThat(told.news(new AppFailure("exited with status 1"))).isNull();
  }
}
