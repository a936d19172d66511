package io.emperor.vassal;

import io.emperor.config.InvalidConfigException;
import io.emperor.config.Secrets;
import io.emperor.consul.ServiceIdTakenException;
import io.emperor.runtime.Failure;
import io.emperor.runtime.UnusableAppException;
import java.io.IOException;

/** Why an attempt to load and start a vassal came to nothing. */
record StartProblem(Throwable cause) {

  static StartProblem of(Throwable failure) {
    return new StartProblem(Failure.unwrapped(failure));
  }

  /** Whether there is a configuration, and no app for it any more. */
  boolean isMissingApp() {
    return cause instanceof MissingAppException;
  }

  /** Whether no further attempt can help until the files change. */
  boolean isLasting() {
    return cause instanceof UnusableAppException || cause instanceof InvalidConfigException;
  }

  /** The reason in one line for people, without what is secret. */
  String words() {
    boolean speaksForItself =
        isLasting()
            || isMissingApp()
            || cause instanceof ServiceIdTakenException
            || cause instanceof IOException
            || cause instanceof UnhealthyException;
    return Secrets.maskedIn(
        speaksForItself && cause.getMessage() != null ? cause.getMessage() : Failure.words(cause));
  }
}
