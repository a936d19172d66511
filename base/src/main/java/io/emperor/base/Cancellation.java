package io.emperor.base;

import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Ends what goes on in several futures, one after the other: the one that is under way, and each
 * that comes later at once. Thread safe.
 */
public final class Cancellation {

  private @Nullable Future<?> present; // guarded by this
  private boolean cancelled; // guarded by this

  /** Nothing is under way, and nothing is cancelled. */
  public Cancellation() {}

  /** This is under way now, and the one before is not any more. */
  public void covers(Future<?> next) {
    boolean useless;
    synchronized (this) {
      present = next;
      useless = cancelled;
    }
    if (useless) {
      next.cancel(true); // outside, since others hear of it on this thread
    }
  }

  /** Cancels it. Can be called more than once. */
  public void cancel() {
    Future<?> useless;
    synchronized (this) {
      cancelled = true;
      useless = present;
    }
    if (useless != null) {
      useless.cancel(true);
    }
  }
}
