package io.emperor.vassal.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.emperor.runtime.UnusableAppException;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StartProblemTest {

  @Test
  void theReasonIsBounded() {
    String much = "x".repeat(1_000_000);

    for (Throwable failure : List.of(new IOException(much), new IllegalStateException(much))) {
      assertThat(StartProblem.of(failure).message()).hasSizeBetween(100, 2_600);
    }
  }

  static Stream<Throwable> failures() {
    return Stream.of(
        new MissingAppException("https:/shop:hunter2@host/shop.jar: no such file"),
        new UnusableAppException("--password \"hunter2: has a quote that is not closed"),
        new IOException("jdbc:postgresql://db/shop?user=shop&password=hunter2 can't be reached"),
        new IllegalStateException("401 for Authorization: Bearer hunter2"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void theReasonTellsNoSecret(Throwable failure) {
    assertThat(StartProblem.of(failure).message()).contains("********").doesNotContain("hunter2");
  }
}
