package io.emperor.runtime;

import io.emperor.api.Health;
import io.emperor.http.ServletApp;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One generation of an app, loaded and not yet started. Its methods are called in the order {@link
 * #start}, {@link #health} any number of times, {@link #stop}, {@link #close}; none blocks, and no
 * future is left open: a call into the app that takes too long fails with {@link
 * java.util.concurrent.TimeoutException}, and its thread is interrupted.
 */
public interface App {

  /**
   * Starts the app and, if it has any, its servlets.
   *
   * @param limit how long it may take
   * @return completed once the app is ready to serve, or with what it threw
   */
  CompletableFuture<Void> start(Duration limit);

  /**
   * The servlets that the app declared while it started.
   *
   * @return empty for an app without any
   */
  Optional<ServletApp> servlets();

  /**
   * Asks the app how it is. Never fails: no answer in time, and whatever was thrown, are critical.
   *
   * @param limit how long it may take
   * @return the app's health
   */
  CompletableFuture<Health> health(Duration limit);

  /**
   * Stops the app and gives back what it took from Consul. An app whose start has failed is stopped
   * too, but not one whose start is still under way on its thread.
   *
   * @param limit how long it may take
   * @return completed when the app has ended, or with what it threw
   */
  CompletableFuture<Void> stop(Duration limit);

  /** Interrupts the app's threads and closes its loader. Idempotent. */
  void close();
}
