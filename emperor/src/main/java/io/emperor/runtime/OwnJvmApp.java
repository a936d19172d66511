package io.emperor.runtime;

import io.emperor.api.Health;
import io.emperor.http.ServletApp;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/**
 * An app in a JVM of its own: each call of it is asked of the {@link AppHost} there, and what does
 * not answer can be killed.
 */
final class OwnJvmApp implements App {

  /** How long a JVM whose app has stopped may take to go, with everything that it has started. */
  private static final Duration LEAVING = Duration.ofSeconds(2);

  private final ProcessRun run;
  private final HostLink link;
  private final IntFunction<Probe> checks;
  private volatile int port;
  private volatile boolean begun;
  private volatile boolean silent;

  /**
   * Of an app that is not loaded yet.
   *
   * @param run the JVM
   * @param link the line to it
   * @param port the port that the configuration gives, 0 for none
   * @param checks makes what is asked besides the app's own health, from its port
   */
  OwnJvmApp(ProcessRun run, HostLink link, int port, IntFunction<Probe> checks) {
    this.run = run;
    this.link = link;
    this.port = port;
    this.checks = checks;
  }

  @Override
  public CompletableFuture<Void> start(Duration limit) {
    begun = true;
    var unused = run.ended().thenAccept(exit -> link.close("its JVM " + exit.words()));
    return run.begin()
        .thenCompose(child -> link.order())
        .thenCompose(done -> inTime(link.ask(AppHost.LOAD, limit), "its JVM", limit))
        .thenCompose(done -> inTime(link.ask(AppHost.START, limit), "start()", limit))
        .thenAccept(this::startedOn);
  }

  private void startedOn(String words) {
    int opened = Integer.parseInt(words);
    port = opened == 0 ? port : opened; // without servlets it listens by itself, if at all
  }

  /** A host that keeps the limit itself says what was late; one that says nothing does not. */
  private static CompletableFuture<String> inTime(
      CompletableFuture<String> answer, String who, Duration limit) {
    return answer.exceptionally(
        failure -> {
          Throwable cause = Failure.unwrapped(failure);
          throw new CompletionException(
              cause instanceof TimeoutException
                  ? new TimeoutException(
                      "%s has not answered within %d ms".formatted(who, limit.toMillis()))
                  : cause);
        });
  }

  @Override
  public Optional<ServletApp> servlets() {
    return Optional.empty();
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public boolean isProgram() {
    return true;
  }

  @Override
  public CompletableFuture<Exit> ended() {
    return run.ended();
  }

  @Override
  public CompletableFuture<Health> health(Duration limit) {
    Exit exit = run.ended().getNow(null);
    if (exit != null) {
      return CompletableFuture.completedFuture(Health.critical(exit.words()));
    }
    return inTime(link.ask(AppHost.HEALTH, limit), "its JVM", limit)
        .handle(
            (words, failure) -> failure == null ? HostHealth.read(words) : HostHealth.none(failure))
        .thenCompose(answer -> checked(answer, limit));
  }

  private CompletableFuture<Health> checked(HostHealth answer, Duration limit) {
    if (answer.health().status() == Health.Status.CRITICAL) {
      silent = answer.silent();
      return CompletableFuture.completedFuture(answer.health());
    }
    return checks
        .apply(port)
        .ask(limit)
        .thenApply(
            seen -> {
              silent = seen.status() == Health.Status.CRITICAL;
              return silent ? seen : answer.health();
            });
  }

  @Override
  public boolean isSilent() {
    return silent;
  }

  @Override
  public CompletableFuture<Void> drain(Duration limit) {
    return run.ended().isDone()
        ? CompletableFuture.completedFuture(null)
        : link.ask(AppHost.DRAIN, limit).thenAccept(done -> {});
  }

  /** The app first, and then what is left of its process. */
  @Override
  public CompletableFuture<Void> stop(Duration limit) {
    if (!begun || run.ended().isDone()) {
      return run.end(limit);
    }
    CompletableFuture<String> stopped = inTime(link.ask(AppHost.STOP, limit), "stop()", limit);
    return stopped
        .handle((words, failure) -> failure != null && isLate(failure))
        .thenCompose(late -> run.end(late ? Duration.ZERO : LEAVING))
        .thenCompose(done -> stopped.thenAccept(words -> {}));
  }

  private static boolean isLate(Throwable failure) {
    return Failure.unwrapped(failure) instanceof TimeoutException;
  }

  @Override
  public void close() {}
}
