package io.emperor.runtime;

import io.emperor.api.Health;
import io.emperor.http.ServletApp;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A program in a process of its own, which is ready when its probe says so. */
final class ProcessApp implements App {

  private static final long FIRST_PAUSE_MILLIS = 20;
  private static final long LONGEST_PAUSE_MILLIS = 500;

  private final Program program;
  private final Probe probe;
  private final int port;
  private final String vassal;
  private final int generation;
  private final Children children;
  private final ScheduledExecutorService timer;
  private final Executor blocking;
  private final CompletableFuture<Exit> ended = new CompletableFuture<>();
  private @Nullable CompletableFuture<Child> child; // guarded by this
  private boolean stopped; // guarded by this
  private volatile boolean silent;

  ProcessApp(
      Program program,
      Probe probe,
      int port,
      String vassal,
      int generation,
      Children children,
      ScheduledExecutorService timer,
      Executor blocking) {
    this.program = program;
    this.probe = probe;
    this.port = port;
    this.vassal = vassal;
    this.generation = generation;
    this.children = children;
    this.timer = timer;
    this.blocking = blocking;
  }

  @Override
  public CompletableFuture<Void> start(Duration limit) {
    CompletableFuture<Void> ready = new CompletableFuture<>();
    CompletableFuture<Child> starting = begin();
    var unused =
        starting.whenComplete(
            (started, failure) -> {
              if (failure == null) {
                watch(started, ready);
                var unusedFirst =
                    timer.schedule(
                        () -> awaitReady(ready, FIRST_PAUSE_MILLIS),
                        probe.settling().toMillis(),
                        TimeUnit.MILLISECONDS);
              } else {
                ready.completeExceptionally(unrunnable(failure));
              }
            });
    Future<?> alarm =
        timer.schedule(
            () -> ready.completeExceptionally(new TimeoutException(notReady(limit))),
            limit.toNanos(),
            TimeUnit.NANOSECONDS);
    var unusedEnd = ready.whenComplete((done, failure) -> alarm.cancel(false));
    return ready;
  }

  /** A program that is to be stopped already is not started: nobody would end it. */
  private synchronized CompletableFuture<Child> begin() {
    CompletableFuture<Child> starting =
        stopped
            ? CompletableFuture.failedFuture(new IOException("it was stopped before"))
            : children.start(program, vassal, generation);
    child = starting;
    return starting;
  }

  private synchronized @Nullable CompletableFuture<Child> stopped() {
    stopped = true;
    return child;
  }

  private IOException unrunnable(Throwable failure) {
    return new IOException("it can't be run: " + Failure.unwrapped(failure).getMessage(), failure);
  }

  private String notReady(Duration limit) {
    return "%s has not answered within %d ms".formatted(probe, limit.toMillis());
  }

  private void watch(Child started, CompletableFuture<Void> ready) {
    var unused =
        started
            .exit()
            .thenAccept(
                exit -> {
                  ready.completeExceptionally(
                      new AppFailure("it " + exit.words(" before it was ready")));
                  ended.complete(exit);
                });
  }

  private void awaitReady(CompletableFuture<Void> ready, long pause) {
    if (ready.isDone()) {
      return;
    }
    var unused =
        probe
            .ask(Duration.ofSeconds(1))
            .thenAccept(
                health -> {
                  if (health.status() != Health.Status.CRITICAL) {
                    ready.complete(null);
                  } else {
                    var unusedAlarm =
                        timer.schedule(
                            () -> awaitReady(ready, Math.min(2 * pause, LONGEST_PAUSE_MILLIS)),
                            pause,
                            TimeUnit.MILLISECONDS);
                  }
                });
  }

  @Override
  public Optional<ServletApp> servlets() {
    return Optional.empty();
  }

  @Override
  public boolean isProgram() {
    return true;
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public CompletableFuture<Exit> ended() {
    return ended;
  }

  @Override
  public CompletableFuture<Health> health(Duration limit) {
    Exit exit = ended.getNow(null);
    if (exit != null) {
      return CompletableFuture.completedFuture(Health.critical(exit.words()));
    }
    return probe
        .ask(limit)
        .whenComplete((health, failure) -> silent = health.status() == Health.Status.CRITICAL);
  }

  @Override
  public boolean isSilent() {
    return silent;
  }

  @Override
  public CompletableFuture<Void> stop(Duration limit) {
    CompletableFuture<Child> starting = stopped();
    return starting == null
        ? CompletableFuture.completedFuture(null)
        : starting
            .handle((started, failure) -> Optional.ofNullable(started))
            .thenComposeAsync(
                started ->
                    started
                        .map(one -> one.end(limit))
                        .orElseGet(() -> CompletableFuture.completedFuture(null)),
                blocking);
  }

  @Override
  public void close() {}
}
