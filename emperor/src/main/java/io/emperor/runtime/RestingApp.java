package io.emperor.runtime;

import io.emperor.api.Health;
import io.emperor.http.ServletApp;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * In the place of an app of which nothing runs until somebody asks for it. It can always be
 * started, and is always well. Immutable.
 */
public record RestingApp() implements App {

  @Override
  public CompletableFuture<Void> start(Duration limit) {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public Optional<ServletApp> servlets() {
    return Optional.empty();
  }

  @Override
  public long pid() {
    return 0;
  }

  @Override
  public CompletableFuture<Health> health(Duration limit) {
    return CompletableFuture.completedFuture(Health.passing());
  }

  @Override
  public CompletableFuture<Void> stop(Duration limit) {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void close() {}
}
