package io.emperor.consul;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for conditions, with a deadline. */
public final class Await {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  private Await() {}

  /** Waits ten seconds at most until the condition holds. A condition that throws does not hold. */
  public static void until(String what, Callable<Boolean> condition) {
    within(LIMIT, what, condition);
  }

  /** Waits until the condition holds. A condition that throws does not hold. */
  public static void within(Duration limit, String what, Callable<Boolean> condition) {
    long deadline = System.nanoTime() + limit.toNanos();
    Throwable last = null;
    while (System.nanoTime() - deadline < 0) {
      try {
        if (condition.call()) {
          return;
        }
      } catch (Exception | AssertionError e) {
        last = e;
      }
      LockSupport.parkNanos(10_000_000);
    }
    throw new AssertionError("not within " + limit + ": " + what, last);
  }

  /** Lets time pass while checking that something stays as it is. */
  public static void holdsFor(Duration time, String what, Callable<Boolean> condition)
      throws Exception {
    long deadline = System.nanoTime() + time.toNanos();
    while (System.nanoTime() - deadline < 0) {
      if (!condition.call()) {
        throw new AssertionError("did not stay so: " + what);
      }
      LockSupport.parkNanos(20_000_000);
    }
  }
}
