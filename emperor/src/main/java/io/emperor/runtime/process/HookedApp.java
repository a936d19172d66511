package io.emperor.runtime.process;

import io.emperor.api.Health;
import io.emperor.http.ServletApp;
import io.emperor.runtime.App;
import io.emperor.runtime.Exit;
import io.emperor.runtime.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** An app with commands that are run around its start and its stop. */
final class HookedApp implements App {

  private static final Logger log = LoggerFactory.getLogger(HookedApp.class);

  private final App app;
  private final HookCommands commands;
  private final Hooks hooks;
  private volatile boolean begun;
  private volatile boolean started;
  private volatile @Nullable CompletableFuture<Void> stopping;

  HookedApp(App app, HookCommands commands, Hooks hooks) {
    this.app = app;
    this.commands = commands;
    this.hooks = hooks;
  }

  @Override
  public CompletableFuture<Void> start(Duration limit) {
    begun = true;
    CompletableFuture<Void> over = new CompletableFuture<>();
    var unused =
        hooks
            .run("before-start", commands.beforeStart(), limit)
            .thenCompose(done -> stopping == null ? startApp(limit, over) : over)
            .thenCompose(done -> leniently("after-start", commands.afterStart(), limit))
            .whenComplete((done, failure) -> complete(over, failure));
    return over;
  }

  @Override
  public void whileStarting(Consumer<String> told) {
    app.whileStarting(told);
  }

  private CompletableFuture<Void> startApp(Duration limit, CompletableFuture<Void> over) {
    CompletableFuture<Void> starting = app.start(limit);
    var unused =
        over.whenComplete(
            (done, failure) -> {
              if (over.isCancelled()) {
                starting.cancel(true);
              }
            });
    return starting.thenRun(() -> started = true);
  }

  private CompletableFuture<Void> leniently(String name, List<String> words, Duration limit) {
    return hooks.run(name, words, limit).exceptionally(this::told);
  }

  private @Nullable Void told(Throwable failure) {
    String before = MDC.get("vassal"); // there on the vassal's own queue
    MDC.put("vassal", hooks.vassal());
    log.warn("{}", Failure.message(failure));
    if (before == null) {
      MDC.remove("vassal");
    }
    return null;
  }

  @Override
  public CompletableFuture<Void> releaseNames() {
    return app.releaseNames();
  }

  @Override
  public void freeze() {
    app.freeze();
  }

  @Override
  public void thaw() {
    app.thaw();
  }

  @Override
  public void kill() {
    app.kill();
  }

  @Override
  public CompletableFuture<Void> drain(Duration limit) {
    return app.drain(limit);
  }

  /** Asked again, it answers the same: what was run is not run twice. */
  @Override
  public synchronized CompletableFuture<Void> stop(Duration limit) {
    CompletableFuture<Void> before = stopping;
    if (before != null) {
      return before;
    }
    CompletableFuture<Void> over = new CompletableFuture<>();
    stopping = over;
    var unused =
        hooks
            .endRunning()
            .thenCompose(done -> beforeStop(limit))
            .thenCompose(done -> app.stop(limit))
            .whenComplete((done, failure) -> afterStop(limit, over, failure));
    return over;
  }

  private CompletableFuture<Void> beforeStop(Duration limit) {
    return started
        ? leniently("before-stop", commands.beforeStop(), limit)
        : CompletableFuture.completedFuture(null);
  }

  private void afterStop(
      Duration limit, CompletableFuture<Void> over, @Nullable Throwable failure) {
    CompletableFuture<Void> ran =
        begun
            ? leniently("after-stop", commands.afterStop(), limit)
            : CompletableFuture.completedFuture(null);
    var unused = ran.thenRun(() -> complete(over, failure));
  }

  private static void complete(CompletableFuture<Void> over, @Nullable Throwable failure) {
    if (failure == null) {
      over.complete(null);
    } else {
      over.completeExceptionally(Failure.unwrapped(failure));
    }
  }

  @Override
  public long pid() {
    return app.pid();
  }

  @Override
  public Optional<ServletApp> servlets() {
    return app.servlets();
  }

  @Override
  public boolean isProgram() {
    return app.isProgram();
  }

  @Override
  public int port() {
    return app.port();
  }

  @Override
  public CompletableFuture<Exit> ended() {
    return app.ended();
  }

  @Override
  public boolean isSilent() {
    return app.isSilent();
  }

  @Override
  public CompletableFuture<Health> health(Duration limit) {
    return app.health(limit);
  }

  @Override
  public void close() {
    app.close();
  }
}
