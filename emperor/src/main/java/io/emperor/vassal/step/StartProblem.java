package io.emperor.vassal.step;

import io.emperor.config.file.InvalidConfigException;
import io.emperor.config.secret.Secrets;
import io.emperor.consul.registration.ServiceIdTakenException;
import io.emperor.runtime.Failure;
import io.emperor.runtime.UnusableAppException;
import java.io.IOException;
import java.util.List;

/**
 * Why an attempt to load and start a vassal came to nothing.
 *
 * @param cause what was thrown
 * @param isDisowned whether what serves must not go on, because its files belong to somebody else
 */
public record StartProblem(Throwable cause, boolean isDisowned) {

  /** It stands in lists beside thousands of others, and is remembered as often as it changes. */
  private static final int LONGEST = 2_500;

  private static final List<String> MISSING_CLASS =
      List.of("NoClassDefFoundError", "ClassNotFoundException");

  /** Of a failure, out of whatever it is wrapped in. */
  public static StartProblem of(Throwable failure) {
    return new StartProblem(Failure.unwrapped(failure), false);
  }

  /** Of a failure to start what has another owner than what serves. */
  public static StartProblem ofDisowned(Throwable failure) {
    return new StartProblem(Failure.unwrapped(failure), true);
  }

  /** Whether there is a configuration, and no app for it any more. */
  public boolean isMissingApp() {
    return cause instanceof MissingAppException;
  }

  /** Whether no further attempt can help until the files change. */
  public boolean isLasting() {
    return cause instanceof UnusableAppException || cause instanceof InvalidConfigException;
  }

  /** The reason in one line for people, without what is secret, bounded in length. */
  public String message() {
    boolean speaksForItself =
        isLasting()
            || isMissingApp()
            || cause instanceof ServiceIdTakenException
            || cause instanceof IOException
            || cause instanceof StartStep.UnhealthyException;
    String words =
        Secrets.maskedIn(
            speaksForItself && cause.getMessage() != null
                ? cause.getMessage()
                : Failure.message(cause));
    return words.length() <= LONGEST ? words : words.substring(0, LONGEST) + "…";
  }

  /**
   * A failure with what the app names and is not there: that may be the reason, and then no other
   * attempt helps.
   *
   * @param lack that in words
   * @param loaded whether the app was loaded
   */
  static Throwable explained(Throwable failure, String lack, boolean loaded) {
    if (!loaded) {
      return Failure.unwrapped(failure) instanceof UnusableAppException unusable
          ? new UnusableAppException(unusable.getMessage() + "; " + lack)
          : failure;
    }
    String words = of(failure).message();
    boolean missesClass = MISSING_CLASS.stream().anyMatch(words::contains);
    return missesClass ? new UnusableAppException(words + "; " + lack) : failure;
  }
}
