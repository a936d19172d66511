package io.emperor.runtime.process;

import io.emperor.api.Health;
import io.emperor.http.ServletApp;
import io.emperor.runtime.App;
import io.emperor.runtime.Exit;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** An app in a child process, whatever runs there: what has ended is asked no more. */
public abstract class ChildApp implements App {

  private final ProcessRun run;
  private volatile boolean silent;

  protected ChildApp(ProcessRun run) {
    this.run = run;
  }

  /** How it is, while its process runs. */
  protected abstract CompletableFuture<Health> ask(Duration limit);

  /** Says whether it has answered when it was asked last. */
  protected final void silent(boolean now) {
    silent = now;
  }

  protected final ProcessRun run() {
    return run;
  }

  @Override
  public final long pid() {
    return run.pid();
  }

  @Override
  public final Optional<ServletApp> servlets() {
    return Optional.empty();
  }

  @Override
  public final boolean isProgram() {
    return true;
  }

  @Override
  public final CompletableFuture<Exit> ended() {
    return run.ended();
  }

  @Override
  public final CompletableFuture<Health> health(Duration limit) {
    Exit exit = run.ended().getNow(null);
    if (exit != null) {
      return CompletableFuture.completedFuture(Health.critical(exit.message()));
    }
    run.look();
    return ask(limit);
  }

  @Override
  public final boolean isSilent() {
    return silent;
  }

  @Override
  public final void freeze() {
    run.freeze();
  }

  @Override
  public final void thaw() {
    run.thaw();
  }

  @Override
  public final void kill() {
    var unused = run.end(Duration.ZERO);
  }

  @Override
  public final void close() {}
}
