package io.emperor.runtime.process;

import io.emperor.runtime.Exit;
import io.emperor.runtime.Failure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The one run of a program: begun once, and not at all after it was ended. Thread safe. */
public final class ProcessRun {

  private final Supplier<CompletableFuture<Child>> starter;
  private final Executor blocking;
  private final @Nullable Fence fence;
  private final CompletableFuture<Exit> ended = new CompletableFuture<>();
  private @Nullable CompletableFuture<Child> child; // guarded by this
  private boolean stopped; // guarded by this
  private CompletableFuture<Void> signals =
      CompletableFuture.completedFuture(null); // guarded by this

  /**
   * Of a program that runs not yet.
   *
   * @param starter starts it
   * @param blocking for looking at processes, which may take some milliseconds
   * @param fence keeps it from running without its lease; {@code null} for what needs none
   */
  public ProcessRun(
      Supplier<CompletableFuture<Child>> starter, Executor blocking, @Nullable Fence fence) {
    this.starter = starter;
    this.blocking = blocking;
    this.fence = fence;
  }

  /**
   * Starts the program. What is to be stopped already is not started: nobody would end it.
   *
   * @return fails with an {@link IOException} if it can't be run
   */
  public CompletableFuture<Child> begin() {
    CompletableFuture<Child> running = new CompletableFuture<>();
    var unused =
        starting()
            .thenCompose(this::entered)
            .whenComplete(
                (begun, failure) -> {
                  if (failure == null) {
                    var unusedEnd = begun.exit().thenAccept(ended::complete);
                    running.complete(begun);
                  } else {
                    Throwable cause = Failure.unwrapped(failure);
                    running.completeExceptionally(
                        new IOException("it can't be run: " + cause.getMessage(), cause));
                  }
                });
    return running;
  }

  private CompletableFuture<Child> entered(Child begun) {
    return fence == null
        ? CompletableFuture.completedFuture(begun)
        : fence.enter(begun).thenApply(done -> begun);
  }

  private synchronized CompletableFuture<Child> starting() {
    CompletableFuture<Child> starting =
        stopped
            ? CompletableFuture.failedFuture(new IOException("it was stopped before"))
            : starter.get();
    child = starting;
    return starting;
  }

  /** The process that was started; 0 before. */
  public long pid() {
    Child running = started();
    return running == null ? 0 : running.pid();
  }

  private synchronized @Nullable Child started() {
    return child == null || child.isCompletedExceptionally() ? null : child.getNow(null);
  }

  /** Looks at what the program has started, if it runs. Does not block. */
  public void look() {
    Child running = started();
    if (running != null) {
      running.look();
    }
  }

  /**
   * Looks where the program listens.
   *
   * @return completed with what was seen, nothing if it does not run
   */
  CompletableFuture<List<InetSocketAddress>> listening() {
    Child running = started();
    return running == null
        ? CompletableFuture.completedFuture(List.of())
        : CompletableFuture.supplyAsync(running::listening, blocking);
  }

  /** Completed when the program has ended by itself or was ended. */
  public CompletableFuture<Exit> ended() {
    return ended;
  }

  /**
   * Does something once the program has ended, on a thread that may wait for files.
   *
   * @return completed when that is done; never if the program is not started
   */
  CompletableFuture<Void> afterwards(Consumer<Exit> deed) {
    return ended.thenAcceptAsync(deed, blocking);
  }

  /**
   * Sees to it that the program is not started any more.
   *
   * @return completed, in any case, with what was started before, once it has
   */
  public CompletableFuture<Optional<Child>> last() {
    CompletableFuture<Child> starting = stopped();
    return starting == null
        ? CompletableFuture.completedFuture(Optional.empty())
        : starting.handle((started, failure) -> Optional.ofNullable(started));
  }

  private synchronized @Nullable CompletableFuture<Child> stopped() {
    stopped = true;
    return child;
  }

  /**
   * Ends the program with everything that it has started.
   *
   * @return as {@link Child#end}
   */
  public CompletableFuture<Void> end(Duration limit) {
    return end(limit, StopSignal.USUAL);
  }

  private CompletableFuture<Void> ended(Child one, Duration limit, StopSignal signal) {
    CompletableFuture<Void> over = one.end(limit, signal);
    return fence == null ? over : over.thenRun(() -> fence.leave(one));
  }

  /** Has time stop for the program and all that it has started, after what was asked before. */
  public void freeze() {
    after(CompletableFuture.completedFuture(null), Child::freeze);
  }

  /** Has them go on. */
  public void thaw() {
    after(
        fence == null ? CompletableFuture.completedFuture(null) : fence.fencing().holds(),
        Child::resume);
  }

  private synchronized void after(CompletableFuture<Void> first, Predicate<Child> deed) {
    Child running = started();
    if (running != null) {
      signals =
          signals
              .thenCompose(done -> first)
              .thenRunAsync(
                  () -> {
                    boolean unused = deed.test(running);
                  },
                  blocking)
              .exceptionally(failure -> null);
    }
  }

  /** Does the same with another signal. */
  CompletableFuture<Void> end(Duration limit, StopSignal signal) {
    return last()
        .thenComposeAsync(
            started ->
                started
                    .map(one -> ended(one, limit, signal))
                    .orElseGet(() -> CompletableFuture.completedFuture(null)),
            blocking);
  }
}
