package io.emperor.runtime.process;

import io.emperor.api.Health;
import io.emperor.http.ServletApp;
import io.emperor.runtime.App;
import io.emperor.runtime.probe.Probe;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** An app that somebody else runs: it is asked how it is, and never started or stopped. */
record ExternalApp(Probe probe) implements App {

  @Override
  public CompletableFuture<Void> start(Duration limit) {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public long pid() {
    return 0;
  }

  @Override
  public Optional<ServletApp> servlets() {
    return Optional.empty();
  }

  @Override
  public CompletableFuture<Health> health(Duration limit) {
    return probe.ask(limit);
  }

  @Override
  public CompletableFuture<Void> stop(Duration limit) {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void close() {}
}
