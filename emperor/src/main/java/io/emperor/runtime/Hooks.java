package io.emperor.runtime;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Runs commands of a vassal's for one generation, each within a time limit. Thread safe.
 *
 * @param vassal whose they are
 * @param starter starts a command
 * @param blocking for looking at processes, which may take some milliseconds
 */
record Hooks(
    String vassal, Function<List<String>, CompletableFuture<Child>> starter, Executor blocking) {

  /**
   * Runs a command.
   *
   * @param name the hook, for messages
   * @param words the command; nothing is run if there are none
   * @return completed when it has succeeded; with the reason if it has not, or not in time, which
   *     ends it
   */
  CompletableFuture<Void> run(String name, List<String> words, Duration limit) {
    return words.isEmpty()
        ? CompletableFuture.completedFuture(null)
        : starter.apply(words).thenCompose(child -> over(name, child, limit));
  }

  private CompletableFuture<Void> over(String name, Child child, Duration limit) {
    return child
        .exit()
        .orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS)
        .handle(
            (exit, failure) -> {
              if (exit == null) {
                end(child);
                throw failed("%s has not ended within %d ms".formatted(name, limit.toMillis()));
              }
              if (exit.status() != 0) {
                throw failed(name + " " + exit.words());
              }
              return null;
            });
  }

  private void end(Child child) {
    blocking.execute(
        () -> {
          var unused = child.end(Duration.ZERO);
        });
  }

  private static CompletionException failed(String words) {
    return new CompletionException(new AppFailure(words));
  }
}
