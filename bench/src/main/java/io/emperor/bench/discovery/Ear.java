package io.emperor.bench.discovery;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Notes when it hears of each value for the first time. Safe for use by many threads. */
final class Ear {

  private static final int SECONDS = 10;

  private final Map<String, CompletableFuture<Long>> times = new ConcurrentHashMap<>();

  /** It is that now. */
  void hears(String value) {
    long now = System.nanoTime();
    time(value).complete(now);
  }

  /**
   * Waits until it has heard of a value.
   *
   * @return when it did, in nanoseconds
   * @throws IllegalStateException if it does not within ten seconds
   */
  long heard(String value) throws InterruptedException {
    try {
      return time(value).get(SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("nobody told of " + value, e);
    }
  }

  private CompletableFuture<Long> time(String value) {
    return times.computeIfAbsent(value, v -> new CompletableFuture<>());
  }
}
