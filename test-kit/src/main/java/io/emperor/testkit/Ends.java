package io.emperor.testkit;

import java.util.ArrayDeque;
import java.util.Deque;

/** Steps that end what has begun, the last first, each whatever becomes of the others. */
final class Ends {

  private final Deque<End> steps = new ArrayDeque<>();

  /** One step. */
  interface End {
    void run() throws Exception;
  }

  void push(End step) {
    steps.push(step);
  }

  boolean isEmpty() {
    return steps.isEmpty();
  }

  /**
   * Does them, each once.
   *
   * @throws Exception what the first that failed has thrown, with what others have as suppressed
   */
  void run() throws Exception {
    Throwable first = null;
    while (!steps.isEmpty()) {
      try {
        steps.pop().run();
      } catch (Throwable e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first instanceof Error error) {
      throw error;
    }
    if (first != null) {
      throw (Exception) first;
    }
  }

  /** Does them because of something that is about to be thrown. */
  void runAfter(Throwable reason) {
    try {
      run();
    } catch (Throwable e) {
      reason.addSuppressed(e);
    }
  }
}
