package io.emperor.bench.scale;

import java.util.Comparator;
import java.util.PriorityQueue;

/** What happens, in the order of its time: the same every time. Used by one thread. */
final class Timeline {

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
  private long now;
  private long count;

  private record Event(long at, long number, Runnable what) {}

  /** Nanoseconds since it began. */
  long now() {
    return now;
  }

  /** Has something happen in so many nanoseconds. */
  void in(long nanos, Runnable what) {
    events.add(new Event(now + Math.max(0, nanos), count++, what));
  }

  /** Goes on to a moment, or to the first event after which there is no need to. */
  void run(long until, Done done) {
    while (!done.isDone() && !events.isEmpty() && events.element().at() <= until) {
      Event next = events.remove();
      now = next.at();
      next.what().run();
    }
    if (!done.isDone()) {
      now = until;
    }
  }

  /** Whether the rest is of no interest. */
  @FunctionalInterface
  interface Done {
    boolean isDone();
  }
}
