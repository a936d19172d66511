package io.emperor.runtime;

import io.emperor.api.Health;
import io.emperor.http.ServletApp;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** In the place of an app that has ended, so that nothing holds on to it. */
public record EndedApp() implements App {

  @Override
  public CompletableFuture<Void> start(Duration limit) {
    return CompletableFuture.failedFuture(new AppFailure("it has ended"));
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
    return CompletableFuture.completedFuture(Health.critical("it has ended"));
  }

  @Override
  public CompletableFuture<Void> stop(Duration limit) {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void close() {}
}
