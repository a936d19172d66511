package io.emperor.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Texts of a megabyte that make whoever looks at a character twice look for hours. What reads text
 * from outside is held to end on each of them.
 */
public final class HostileText {

  private static final int LENGTH = 1 << 20;

  /** Far more than one look takes on a slow machine, far less than a look for each character. */
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private static final List<String> PIECES =
      List.of(
          "9",
          "0",
          "a",
          "aA",
          "_",
          "-",
          ".",
          ":",
          "/",
          "@",
          "%",
          "=",
          ",",
          "$",
          "${",
          "{",
          "[",
          "(",
          "\"",
          "'",
          "\\",
          " ",
          "\t",
          "\r",
          "\n",
          "\u2028",
          "a ",
          "a=",
          "a: ",
          "a/",
          "- ",
          "9s",
          "::",
          "{a",
          "password",
          "password=",
          "eyJa.",
          "\n\t",
          "Caused by: ",
          "-----BEGIN ");

  private HostileText() {}

  private static Stream<String> all() {
    return PIECES.stream()
        .map(piece -> piece.repeat(LENGTH / piece.length()))
        .flatMap(text -> Stream.of(text, "a=" + text + "\u0085!"));
  }

  /**
   * Holds a reader to come to an end, with what it has read or with the failures that it may have.
   *
   * @param reader what reads text
   * @param refusals how it may refuse some
   */
  public static void assertReadsInTime(
      Consumer<String> reader, List<Class<? extends Exception>> refusals) {
    all()
        .forEach(
            text -> assertTimeoutPreemptively(LIMIT, () -> assertReads(reader, refusals, text)));
  }

  private static void assertReads(
      Consumer<String> reader, List<Class<? extends Exception>> refusals, String text) {
    Throwable failure = catchThrowable(() -> reader.accept(text));
    if (failure != null) {
      assertThat(failure).as(text.substring(0, 40)).isInstanceOfAny(refusals.toArray(Class[]::new));
    }
  }
}
