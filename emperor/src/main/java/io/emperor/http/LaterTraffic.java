package io.emperor.http;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Begins to count with the first request. What counts takes memory, and a port may be open for long
 * before one comes. Thread safe.
 */
public final class LaterTraffic implements Traffic {

  private final Supplier<Traffic> counting;
  private volatile @Nullable Traffic counted;

  /**
   * Counts nothing yet.
   *
   * @param counting gives what counts, on the thread of the first request, or of several that are
   *     first: the same for all of them
   */
  public LaterTraffic(Supplier<Traffic> counting) {
    this.counting = counting;
  }

  @Override
  public void begun() {
    traffic().begun();
  }

  @Override
  public void ended(int status, long nanos) {
    traffic().ended(status, nanos);
  }

  private Traffic traffic() {
    Traffic present = counted;
    if (present == null) {
      present = counting.get();
      counted = present;
    }
    return present;
  }
}
