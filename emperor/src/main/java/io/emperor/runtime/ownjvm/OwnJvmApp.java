package io.emperor.runtime.ownjvm;

import io.emperor.api.Health;
import io.emperor.consul.name.NamesHost;
import io.emperor.runtime.Failure;
import io.emperor.runtime.UnusableAppException;
import io.emperor.runtime.probe.PortChecks;
import io.emperor.runtime.probe.Probe;
import io.emperor.runtime.process.ChildApp;
import io.emperor.runtime.process.ProcessRun;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/**
 * An app in a JVM of its own: each call of it is asked of the {@link AppHost} there, and what does
 * not answer can be killed.
 */
final class OwnJvmApp extends ChildApp {

  /** How long a JVM whose app has stopped may take to go, with everything that it has started. */
  private static final Duration LEAVING = Duration.ofSeconds(2);

  /** How much later than its limit a call may come back: a start is interrupted, sessions end. */
  private static final Duration LATE = Duration.ofSeconds(6);

  /** The same for the question that is asked again and again. */
  private static final Duration SOON = Duration.ofSeconds(1);

  /** A leader has five seconds to end, and Consul two to hear of it. */
  private static final Duration RELEASE = Duration.ofSeconds(8);

  private final HostChannel channel;
  private final NamesHost names;
  private final PortChecks checks;
  private volatile int port;
  private volatile Probe check = Probe.none();

  /**
   * Of an app that is not loaded yet.
   *
   * @param run the JVM
   * @param channel the line to it
   * @param names keeps the names of the fleet that the app has
   * @param port the port that the configuration gives, 0 for none
   * @param checks makes what is asked besides the app's own health
   */
  OwnJvmApp(ProcessRun run, HostChannel channel, NamesHost names, int port, PortChecks checks) {
    super(run);
    this.channel = channel;
    this.names = names;
    this.port = port;
    this.checks = checks;
  }

  @Override
  public CompletableFuture<Void> start(Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    var unused = run().ended().thenAccept(exit -> ended(exit.message()));
    return run()
        .begin()
        .thenCompose(child -> asked(AppHost.LOAD, "its JVM", limit, LATE))
        .thenRun(names::begin)
        .thenCompose(done -> asked(AppHost.START, "start()", until(end), LATE))
        .thenAccept(this::startedOn);
  }

  private void ended(String how) {
    channel.close("its JVM " + how);
    names.close();
  }

  private static Duration until(long nanos) {
    return Duration.ofNanos(Math.max(1, nanos - System.nanoTime()));
  }

  private void startedOn(String words) {
    int opened = Integer.parseInt(words);
    port = opened == 0 ? port : opened; // without servlets it listens by itself, if at all
    try {
      check = checks.on(port);
    } catch (UnusableAppException e) {
      throw new CompletionException(e);
    }
  }

  /** A host that keeps the limit itself says what was late; one that says nothing does not. */
  private CompletableFuture<String> asked(String verb, String who, Duration limit, Duration grace) {
    return channel
        .ask(verb, limit, grace)
        .exceptionally(
            failure -> {
              throw new CompletionException(
                  isLate(failure)
                      ? new TimeoutException(
                          String.format(
                              Locale.ROOT,
                              "%s has not answered within %d ms",
                              who,
                              limit.toMillis()))
                      : Failure.unwrapped(failure));
            });
  }

  private static boolean isLate(Throwable failure) {
    return Failure.unwrapped(failure) instanceof TimeoutException;
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  protected CompletableFuture<Health> ask(Duration limit) {
    return asked(AppHost.HEALTH, "its JVM", limit, SOON)
        .thenApply(HostHealth::read)
        .exceptionally(HostHealth::none)
        .thenCompose(answer -> checked(answer, limit));
  }

  private CompletableFuture<Health> checked(HostHealth answer, Duration limit) {
    if (answer.health().status() == Health.Status.CRITICAL) {
      silent(answer.silent());
      return CompletableFuture.completedFuture(answer.health());
    }
    return check
        .ask(limit)
        .thenApply(
            seen -> {
              boolean silent = seen.status() == Health.Status.CRITICAL;
              silent(silent);
              return silent ? seen : answer.health();
            });
  }

  @Override
  public CompletableFuture<Void> releaseNames() {
    CompletableFuture<Void> told =
        isGone()
            ? CompletableFuture.completedFuture(null)
            : asked(AppHost.RELEASE, "its JVM", RELEASE, SOON).handle((done, failure) -> null);
    return told.thenRun(names::close);
  }

  @Override
  public CompletableFuture<Void> drain(Duration limit) {
    return isGone()
        ? CompletableFuture.completedFuture(null)
        : asked(AppHost.DRAIN, "its JVM", limit, SOON).thenAccept(done -> {});
  }

  private boolean isGone() {
    return channel.isDeaf() || run().ended().isDone();
  }

  /** The app first, and then what is left of its process. */
  @Override
  public CompletableFuture<Void> stop(Duration limit) {
    return run()
        .last()
        .thenCompose(
            child -> {
              if (child.isEmpty() || run().ended().isDone()) {
                return run().end(limit);
              }
              return channel.isDeaf() ? run().end(Duration.ZERO) : stopped(limit);
            });
  }

  private CompletableFuture<Void> stopped(Duration limit) {
    CompletableFuture<String> stopped = asked(AppHost.STOP, "stop()", limit, LATE);
    return stopped
        .handle((words, failure) -> failure != null && isLate(failure))
        .thenCompose(late -> run().end(late ? Duration.ZERO : LEAVING))
        .thenCompose(done -> stopped.thenAccept(words -> {}));
  }
}
