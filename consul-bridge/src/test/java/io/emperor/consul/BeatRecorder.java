package io.emperor.consul;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Sees every request on its way to an agent, and the time between two beats of one service. */
public final class BeatRecorder implements Consumer<String> {

  private static final String BEAT = "PUT /v1/agent/check/update/";

  private final Map<String, Beats> services = new ConcurrentHashMap<>();

  private record Beats(long count, long last, long longestGap) {

    Beats next(long now) {
      return new Beats(count + 1, now, Math.max(longestGap, now - last));
    }
  }

  @Override
  public void accept(String request) {
    if (!request.startsWith(BEAT)) {
      return;
    }
    long now = System.nanoTime();
    services.compute(
        request, (key, beats) -> beats == null ? new Beats(1, now, 0) : beats.next(now));
  }

  /** Forgets what was seen. */
  public void beginAnew() {
    services.clear();
  }

  /** How many services were heard of. */
  int services() {
    return services.size();
  }

  public long beats() {
    return services.values().stream().mapToLong(Beats::count).sum();
  }

  /** The longest time that any service was silent, the time until now included. */
  public Duration longestGap() {
    long now = System.nanoTime();
    return Duration.ofNanos(
        services.values().stream()
            .mapToLong(beats -> Math.max(beats.longestGap(), now - beats.last()))
            .max()
            .orElseThrow());
  }
}
