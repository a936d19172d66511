package io.emperor.runtime.ownjvm;

import io.emperor.api.Health;
import io.emperor.runtime.Failure;
import java.util.List;

/**
 * An app's health as its own JVM tells it: {@code STATUS SILENT NOTE}.
 *
 * @param health what the app said, or what was said for it
 * @param silent whether it has not answered
 */
public record HostHealth(Health health, boolean silent) {

  String text() {
    return "%s %s %s".formatted(health.status(), silent, health.note());
  }

  /**
   * Reads what {@link #text} has written.
   *
   * @throws IllegalArgumentException if it was not that
   */
  public static HostHealth read(String words) {
    List<String> parts = List.of(words.split(" ", 3));
    if (parts.size() < 2) {
      throw new IllegalArgumentException("no health: " + words);
    }
    return new HostHealth(
        new Health(Health.Status.valueOf(parts.get(0)), parts.size() < 3 ? "" : parts.get(2)),
        Boolean.parseBoolean(parts.get(1)));
  }

  /** There was no answer, not even from the JVM. */
  static HostHealth none(Throwable failure) {
    return new HostHealth(Health.critical(Failure.message(failure)), true);
  }
}
