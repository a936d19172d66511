package io.emperor.provisioning.source;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Runs tasks on the test's own thread, at times that the test makes. */
final class FakeTimer extends ScheduledThreadPoolExecutor {

  private final Queue<Runnable> now = new ArrayDeque<>();
  private final List<Later> later = new ArrayList<>();
  private long nanos = Long.MAX_VALUE - 1_000_000_000; // it wraps around soon

  private static final class Later extends FutureTask<Void> implements ScheduledFuture<Void> {
    private final long at;

    Later(Runnable task, long at) {
      super(task, null);
      this.at = at;
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return at;
    }

    @Override
    public int compareTo(Delayed other) {
      throw new UnsupportedOperationException();
    }
  }

  FakeTimer() {
    super(0);
  }

  long nanos() {
    return nanos;
  }

  /** Runs what is to be run by now. */
  void run() {
    for (Runnable next = now.poll(); next != null; next = now.poll()) {
      next.run();
    }
  }

  /** Lets time pass, and runs what is to be run meanwhile. */
  void pass(long millis) {
    run();
    long end = nanos + TimeUnit.MILLISECONDS.toNanos(millis);
    while (true) {
      Later next =
          later.stream().min(Comparator.comparingLong(task -> task.at - nanos)).orElse(null);
      if (next == null || next.at - end > 0) {
        break;
      }
      later.remove(next);
      nanos = next.at;
      next.run();
      run();
    }
    nanos = end;
  }

  @Override
  public void execute(Runnable task) {
    now.add(task);
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
    Later scheduled = new Later(task, nanos + unit.toNanos(delay));
    later.add(scheduled);
    return scheduled;
  }
}
