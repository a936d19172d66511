package io.emperor.runtime;

import io.emperor.logging.PrintedTrace;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The failures of one vassal whose stack traces are in the log: what fails again and again has its
 * trace there once, and its words each time. Thread safe.
 */
public final class ToldFailures {

  private static final int MOST = 100;

  /** What an exception is, without its message, which may be another one each time. */
  private static final Pattern HEAD = Pattern.compile("(?:Caused by: )?([^:\\s]*).*");

  /** The name of a class loader, in front of a frame: it has the generation in it. */
  private static final Pattern LOADER = Pattern.compile("(?<=\\tat )\\S*//");

  private final Set<Integer> told = new LinkedHashSet<>(); // guarded by this

  /** None was told. */
  public ToldFailures() {}

  /**
   * What is to be logged beside a failure's words.
   *
   * @param failure what a call of an app's came to
   * @return its stack trace; {@code null} if that was told, or if the app has thrown nothing
   */
  public synchronized @Nullable Throwable news(Throwable failure) {
    if (!(Failure.unwrapped(failure) instanceof AppFailure thrown)
        || thrown.trace().isEmpty()
        || !told.add(place(thrown.trace()))) {
      return null;
    }
    if (told.size() > MOST) {
      told.remove(told.iterator().next());
    }
    return new PrintedTrace(thrown.trace());
  }

  /** From now on everything is new: something was changed. */
  public synchronized void forget() {
    told.clear();
  }

  private static int place(String trace) {
    return trace.lines().map(ToldFailures::ofLine).toList().hashCode();
  }

  private static String ofLine(String line) {
    return line.startsWith("\t")
        ? LOADER.matcher(line).replaceFirst("")
        : HEAD.matcher(line).replaceFirst("$1");
  }
}
