package io.emperor.testkit;

import io.emperor.api.Consul;
import io.emperor.api.ConsulApi;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Who may answer the static methods of {@link Consul}, of which there is one in a test's class
 * loader: the last that came, and when that goes, the one before. Thread safe.
 */
final class Bindings {

  private static final Deque<ConsulApi> BOUND = new ArrayDeque<>();

  private Bindings() {}

  static synchronized void bind(ConsulApi api) {
    BOUND.remove(api);
    BOUND.push(api);
    Consul.bind(api);
  }

  static synchronized void release(ConsulApi api) {
    BOUND.remove(api);
    ConsulApi before = BOUND.peek();
    if (before != null) {
      Consul.bind(before);
    }
  }
}
