package io.emperor.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class FailureTest {

  @Test
  void isOneLineWhateverAnAppThrows() {
    assertThat(Failure.words(new IllegalStateException("one\ntwo\u001b[31m three")))
        .isEqualTo("java.lang.IllegalStateException: one two [31m three");
  }

  @Test
  void survivesAnExceptionThatCannotSayWhatItIs() {
    Exception broken =
        new Exception() {
          private static final long serialVersionUID = 1L;

          @Override
          public String getMessage() {
            throw new NullPointerException();
          }
        };

    assertThat(Failure.words(broken)).endsWith("which can't say what it is");
  }

  @Test
  void isBoundedInLength() {
    assertThat(Failure.words(new IllegalStateException("x".repeat(100_000)))).hasSize(501);
  }

  @Test
  void looksThroughTheWrappersOfFutures() {
    assertThat(Failure.words(new CompletionException(new TimeoutException("start() is late"))))
        .isEqualTo("start() is late");
  }

  @Test
  void survivesAnExceptionWithoutMessage() {
    assertThat(Failure.words(new NullPointerException()))
        .isEqualTo("java.lang.NullPointerException");
  }
}
