package io.emperor.runtime;

import io.emperor.api.Health;
import io.emperor.http.ServletApp;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

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
   * Has it tell what its start waits for, while that takes longer than a moment.
   *
   * @param told takes one line for people, again whenever it is another one
   */
  default void whileStarting(Consumer<String> told) {}

  /**
   * The servlets that the app declared while it started.
   *
   * @return empty for an app without any
   */
  Optional<ServletApp> servlets();

  /**
   * The port that the app listens on by itself.
   *
   * @return 0 for an app that does not, or that the emperor does not know of
   */
  default int port() {
    return 0;
  }

  /**
   * The process that the app runs in.
   *
   * @return its ID; 0 for one that the emperor does not know of
   */
  long pid();

  /**
   * Whether the app is a program that can be killed, and is of no use once it does not answer.
   *
   * @return {@code false} for an app within the emperor, and for one that others run
   */
  default boolean isProgram() {
    return false;
  }

  /**
   * Tells when the app ends without having been stopped, or after.
   *
   * @return completed with how it ended; never for an app that can't end by itself
   */
  default CompletableFuture<Exit> ended() {
    return new CompletableFuture<>();
  }

  /**
   * Whether the app did not answer when it was asked for its health last: then what it said was
   * said for it.
   *
   * @return {@code false} also if the answer was critical
   */
  default boolean isSilent() {
    return false;
  }

  /**
   * Asks the app how it is. Never fails: no answer in time, and whatever was thrown, are critical.
   *
   * @param limit how long it may take
   * @return the app's health
   */
  CompletableFuture<Health> health(Duration limit);

  /**
   * Ends what the app leads in the fleet, and gives back its names: called before the app is
   * deregistered.
   *
   * @return completed when that is done, within some seconds
   */
  default CompletableFuture<Void> releaseNames() {
    return CompletableFuture.completedFuture(null);
  }

  /**
   * Lets requests in flight finish that an app outside the emperor's JVM answers; called after the
   * app was deregistered, or its successor registered.
   *
   * @param limit how long they may take
   * @return completed when there are none, or at the limit
   */
  default CompletableFuture<Void> drain(Duration limit) {
    return CompletableFuture.completedFuture(null);
  }

  /**
   * Has the app's processes do nothing from now on, as if time had stopped for them. Only for an
   * app in processes of its own.
   */
  default void freeze() {}

  /** Has them go on where they were. */
  default void thaw() {}

  /** Ends the app's processes at once, without asking them; only for an app that has its own. */
  default void kill() {}

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
