package io.emperor.runtime.process;

import io.emperor.runtime.AppFailure;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs commands of a vassal's for one generation, one at a time, each within a limit. Thread safe.
 */
final class Hooks {

  private final String vassal;
  private final Function<List<String>, CompletableFuture<Child>> starter;
  private final Executor blocking;
  private volatile CompletableFuture<?> running = CompletableFuture.completedFuture(null);
  private volatile @Nullable Child child;

  /**
   * For one generation.
   *
   * @param vassal whose they are
   * @param starter starts a command
   * @param blocking for looking at processes, which may take some milliseconds
   */
  Hooks(
      String vassal, Function<List<String>, CompletableFuture<Child>> starter, Executor blocking) {
    this.vassal = vassal;
    this.starter = starter;
    this.blocking = blocking;
  }

  String vassal() {
    return vassal;
  }

  /**
   * Runs a command.
   *
   * @param name the hook, for messages
   * @param words the command; nothing is run if there are none
   * @return completed when it has succeeded; with the reason if it has not, or not in time, which
   *     ends it
   */
  CompletableFuture<Void> run(String name, List<String> words, Duration limit) {
    if (words.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<Void> over =
        starter.apply(words).thenCompose(started -> over(name, started, limit));
    running = over;
    return over;
  }

  private CompletableFuture<Void> over(String name, Child started, Duration limit) {
    child = started;
    return started
        .exit()
        .orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS)
        .handle(
            (exit, failure) -> {
              if (exit == null) {
                end(started);
                throw failed(
                    String.format(
                        Locale.ROOT, "%s has not ended within %d ms", name, limit.toMillis()));
              }
              if (exit.status() != 0) {
                throw failed(name + " " + exit.message());
              }
              return null;
            });
  }

  /** Ends the command that runs now, if one does; completed in any case when it has ended. */
  CompletableFuture<Void> endRunning() {
    Child now = child;
    if (now != null && !running.isDone()) {
      end(now);
    }
    return running.handle((done, failure) -> null);
  }

  private void end(Child ending) {
    blocking.execute(
        () -> {
          var unused = ending.end(Duration.ZERO);
        });
  }

  private static CompletionException failed(String words) {
    return new CompletionException(new AppFailure(words));
  }
}
