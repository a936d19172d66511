package io.emperor.consul.name;

import io.emperor.consul.lease.LeaseHold;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What is to be thought of a name, as its key is. */
sealed interface Verdict {

  /**
   * It can be claimed.
   *
   * @param index the modify index that its key must still have, 0 for none
   */
  record Free(long index) implements Verdict {}

  /**
   * An emperor's app has it.
   *
   * @param holder the emperor and its epoch
   */
  record Held(LeaseHold holder) implements Verdict {}

  /**
   * Somebody may still count on it.
   *
   * @param pause until it is worth another look
   * @param holder who that may be, if that is known
   */
  record Unclear(Duration pause, @Nullable LeaseHold holder) implements Verdict {}
}
