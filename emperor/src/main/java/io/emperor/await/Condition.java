package io.emperor.await;

import java.util.Map;
import java.util.Optional;

/** One thing that is waited for. What it says may be asked by any thread, and does not block. */
public interface Condition extends AutoCloseable {

  /** What people call it: {@code service postgres}, {@code tcp://db:5432}. */
  String name();

  /**
   * Begins to look. Called once.
   *
   * @param changed is to be run, on any thread, whenever {@link #missing} may answer something else
   */
  void open(Runnable changed);

  /**
   * What is still missing, in words that hold no secret.
   *
   * @return empty when it is met
   * @throws ConditionFailedException if it never will be
   */
  Optional<String> missing();

  /**
   * What the command finds in its environment, besides what it has there; asked when all is met.
   */
  default Map<String, String> environment() {
    return Map.of();
  }

  /** Looks no more, and ends what it has begun, within half a second. May be called twice. */
  @Override
  void close();
}
