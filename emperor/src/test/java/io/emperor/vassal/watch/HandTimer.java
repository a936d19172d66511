package io.emperor.vassal.watch;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A timer whose alarms a test lets off. */
final class HandTimer extends ScheduledThreadPoolExecutor {

  private record Alarm(Runnable task, Duration delay) {}

  private final Queue<Alarm> alarms = new ArrayDeque<>();

  HandTimer() {
    super(0);
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
    alarms.add(new Alarm(task, Duration.ofNanos(unit.toNanos(delay))));
    return super.schedule(() -> {}, 1, TimeUnit.DAYS);
  }

  int waiting() {
    return alarms.size();
  }

  /** Lets the first alarm off; answers how long it had to wait. */
  Duration next() {
    Alarm alarm = Objects.requireNonNull(alarms.poll(), "nothing is scheduled");
    alarm.task().run();
    return alarm.delay();
  }
}
