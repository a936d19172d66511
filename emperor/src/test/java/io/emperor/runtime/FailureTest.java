package io.emperor.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class FailureTest {

  @Test
  void isOneLineWhateverAnAppThrows() {
    assertThat(Failure.message(new IllegalStateException("one\ntwo\u001b[31m three")))
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

    assertThat(Failure.message(broken)).endsWith("which can't say what it is");
  }

  @Test
  void isBoundedInLength() {
    assertThat(Failure.message(new IllegalStateException("x".repeat(100_000)))).hasSize(501);
  }

  @Test
  void looksThroughTheWrappersOfFutures() {
    assertThat(Failure.message(new CompletionException(new TimeoutException("start() is late"))))
        .isEqualTo("start() is late");
  }

  @Test
  void nameTheCausesOfWhatAnAppHasThrownDownToTheLast() {
    Exception refused = new ConnectException("connection refused to db.example:5432");

    assertThat(Failure.withCauses(new IllegalStateException("no pool", refused)))
        .isEqualTo(
            "java.lang.IllegalStateException: no pool:"
                + " java.net.ConnectException: connection refused to db.example:5432");
    assertThat(Failure.withCauses(new IllegalStateException(refused)))
        .as("it stands there already")
        .isEqualTo(
            "java.lang.IllegalStateException:"
                + " java.net.ConnectException: connection refused to db.example:5432");
  }

  @Test
  void keepTheLastCauseWhereTheFirstIsTooLong() {
    Exception refused = new ConnectException("connection refused to db.example:5432");
    Exception middle = new IllegalStateException("y".repeat(1000), refused);

    assertThat(Failure.withCauses(new IllegalStateException("x".repeat(1000), middle)))
        .startsWith("java.lang.IllegalStateException: xxx")
        .endsWith("…: java.net.ConnectException: connection refused to db.example:5432")
        .hasSizeLessThan(501)
        .doesNotContain("y");
  }

  @Test
  void endWhereCausesGoRound() {
    Exception one = new IllegalStateException("one");
    Exception other = new IllegalStateException("other", one);
    Throwable unused = one.initCause(other);

    assertThat(Failure.withCauses(one))
        .isEqualTo("java.lang.IllegalStateException: one: java.lang.IllegalStateException: other");
  }

  @Test
  void survivesAnExceptionWithoutMessage() {
    assertThat(Failure.message(new NullPointerException()))
        .isEqualTo("java.lang.NullPointerException");
  }
}
