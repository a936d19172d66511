package io.emperor.devagent.base;

import java.time.Duration;

/** Does things later. */
public interface Timer {

  /** Something that was to be done later, and need not be. */
  interface Appointment {
    void cancel();
  }

  Appointment after(Duration delay, Runnable task);
}
