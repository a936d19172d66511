package io.emperor.consul.watch;

import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Who listens, and how.
 *
 * @param listener takes each value
 * @param threads run it
 * @param complaints takes what it throws, on the same thread
 */
public record Listener<T>(Consumer<T> listener, Executor threads, Consumer<Throwable> complaints) {

  void tell(T value) {
    try {
      listener.accept(value);
    } catch (Throwable t) {
      complaints.accept(t);
    }
  }
}
