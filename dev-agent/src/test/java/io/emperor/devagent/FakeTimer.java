package io.emperor.devagent;

import io.emperor.devagent.base.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A clock that stands until somebody moves it, and what is due then. */
public final class FakeTimer implements Timer, InstantSource {

  private record Task(Instant due, Runnable work) {}

  private final List<Task> tasks = new CopyOnWriteArrayList<>();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private boolean late;

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public Appointment after(Duration delay, Runnable work) {
    Task task = new Task(now.plus(delay), work);
    tasks.add(task);
    return () -> {
      if (!late) {
        tasks.remove(task);
      }
    };
  }

  /** Takes no cancellations any more: what is due is on its way already. */
  void beLate() {
    late = true;
  }

  /** Lets time pass, and everything happen that is due by then, in order. */
  public void pass(Duration time) {
    Instant end = now.plus(time);
    while (true) {
      Task next =
          tasks.stream()
              .filter(task -> !task.due().isAfter(end))
              .min(Comparator.comparing(Task::due))
              .orElse(null);
      if (next == null) {
        break;
      }
      tasks.remove(next);
      now = next.due();
      next.work().run();
    }
    now = end;
  }
}
