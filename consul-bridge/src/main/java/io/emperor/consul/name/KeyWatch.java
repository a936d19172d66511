package io.emperor.consul.name;

import io.emperor.api.Watch;

/** Tells of changes of a key. */
@FunctionalInterface
public interface KeyWatch {

  /**
   * Watches a key.
   *
   * @param changed run soon, and whenever it has changed; on a thread that must not wait
   */
  Watch begin(String key, Runnable changed);
}
