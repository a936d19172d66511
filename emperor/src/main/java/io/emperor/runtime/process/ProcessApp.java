package io.emperor.runtime.process;

import io.emperor.api.Health;
import io.emperor.runtime.AppFailure;
import io.emperor.runtime.Failure;
import io.emperor.runtime.probe.Probe;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** A program in a process of its own, which is ready when its probe says so. */
final class ProcessApp extends ChildApp {

  private static final long FIRST_PAUSE_MILLIS = 10;
  private static final long LONGEST_PAUSE_MILLIS = 500;

  /** A pause is as small a part of what has passed, so that it is little of the whole start. */
  private static final long PART = 32;

  private static final long FIRST_TOLD_MILLIS = 2_000;

  /** How long a stop waits for what its watch does about it. */
  private static final long WATCHED_SECONDS = 10;

  private final Probe probe;
  private final StopSignal stop;
  private final int port;
  private final RunWatch watch;
  private final CompletableFuture<Void> watched;
  private final ScheduledExecutorService timer;
  private volatile Consumer<String> told = words -> {};

  ProcessApp(
      ProcessRun run,
      Probe probe,
      StopSignal stop,
      int port,
      RunWatch watch,
      ScheduledExecutorService timer) {
    super(run);
    this.probe = probe;
    this.stop = stop;
    this.port = port;
    this.watch = watch;
    this.watched = run.afterwards(watch::ended);
    this.timer = timer;
  }

  @Override
  public void whileStarting(Consumer<String> waiting) {
    told = waiting;
  }

  @Override
  public CompletableFuture<Void> start(Duration limit) {
    CompletableFuture<Void> ready = new CompletableFuture<>();
    var unused =
        run()
            .begin()
            .whenComplete(
                (started, failure) -> {
                  if (failure == null) {
                    awaitFirst(ready);
                  } else {
                    ready.completeExceptionally(Failure.unwrapped(failure));
                  }
                });
    var unusedExit =
        run()
            .ended()
            .thenAccept(
                exit ->
                    ready.completeExceptionally(
                        new AppFailure("it " + exit.message(" before it was ready"))));
    Future<?> alarm =
        timer.schedule(() -> tooLate(ready, limit), limit.toNanos(), TimeUnit.NANOSECONDS);
    var unusedEnd = ready.whenComplete((done, failure) -> alarm.cancel(false));
    tellLater(ready, FIRST_TOLD_MILLIS);
    return ready;
  }

  private void tooLate(CompletableFuture<Void> ready, Duration limit) {
    var unused =
        run()
            .listening()
            .thenAccept(
                sockets ->
                    ready.completeExceptionally(
                        new TimeoutException(
                            String.format(
                                Locale.ROOT,
                                "%s has not answered within %d ms%s",
                                probe,
                                limit.toMillis(),
                                elsewhere(sockets)))));
  }

  /** Looking where it listens takes time: it is done more and more seldom. */
  private void tellLater(CompletableFuture<Void> ready, long pause) {
    Future<?> alarm =
        timer.schedule(
            () -> {
              var unused = run().listening().thenAccept(sockets -> tell(ready, sockets, pause));
            },
            pause,
            TimeUnit.MILLISECONDS);
    var unused = ready.whenComplete((done, failure) -> alarm.cancel(false));
  }

  private void tell(CompletableFuture<Void> ready, List<InetSocketAddress> sockets, long pause) {
    if (!ready.isDone()) {
      told.accept("waits for " + probe + elsewhere(sockets));
      tellLater(ready, 2 * pause);
    }
  }

  private String elsewhere(List<InetSocketAddress> sockets) {
    return ListeningWords.of(sockets, probe.port(), port);
  }

  private void awaitFirst(CompletableFuture<Void> ready) {
    run().look();
    long begun = System.nanoTime();
    later(() -> awaitReady(ready, begun), probe.settling().toMillis());
  }

  private void later(Runnable task, long millis) {
    var unused = timer.schedule(task, millis, TimeUnit.MILLISECONDS);
  }

  private void awaitReady(CompletableFuture<Void> ready, long begun) {
    if (ready.isDone()) {
      return;
    }
    run().look();
    var unused =
        probe
            .ask(Duration.ofSeconds(1))
            .thenAccept(
                health -> {
                  if (health.status() != Health.Status.CRITICAL) {
                    prove(ready, begun);
                  } else {
                    awaitReadyLater(ready, begun);
                  }
                });
  }

  private void awaitReadyLater(CompletableFuture<Void> ready, long begun) {
    long passed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    long pause = Math.max(FIRST_PAUSE_MILLIS, Math.min(passed / PART, LONGEST_PAUSE_MILLIS));
    later(() -> awaitReady(ready, begun), pause);
  }

  /** What an open port is worth shows a moment later. */
  private void prove(CompletableFuture<Void> ready, long begun) {
    Duration proving = probe.proving();
    if (proving.isZero()) {
      complete(ready);
    } else {
      later(() -> proved(ready, begun), proving.toMillis());
    }
  }

  private void proved(CompletableFuture<Void> ready, long begun) {
    var unused =
        probe
            .ask(Duration.ofSeconds(1))
            .thenAccept(
                health -> {
                  if (health.status() != Health.Status.CRITICAL) {
                    complete(ready);
                  } else {
                    awaitReadyLater(ready, begun);
                  }
                });
  }

  private void complete(CompletableFuture<Void> ready) {
    watch.ready();
    ready.complete(null);
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  protected CompletableFuture<Health> ask(Duration limit) {
    return probe
        .ask(limit)
        .whenComplete((health, failure) -> silent(health.status() == Health.Status.CRITICAL));
  }

  /** What is in flight in a program nobody can see: it gets all the time there is. */
  @Override
  public CompletableFuture<Void> drain(Duration limit) {
    CompletableFuture<Void> over = new CompletableFuture<>();
    boolean serves = port != 0 && !run().ended().isDone();
    return over.completeOnTimeout(null, serves ? limit.toNanos() : 0, TimeUnit.NANOSECONDS);
  }

  @Override
  public CompletableFuture<Void> stop(Duration limit) {
    CompletableFuture<Void> over = run().end(limit, stop);
    return over.exceptionally(failure -> null)
        .thenCompose(done -> watchIsOver())
        .thenCompose(done -> over);
  }

  /** At once for what was never started. */
  private CompletableFuture<Void> watchIsOver() {
    return pid() == 0
        ? CompletableFuture.completedFuture(null)
        : watched
            .exceptionally(failure -> null)
            .completeOnTimeout(null, WATCHED_SECONDS, TimeUnit.SECONDS);
  }
}
