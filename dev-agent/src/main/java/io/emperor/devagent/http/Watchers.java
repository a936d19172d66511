package io.emperor.devagent.http;

import io.emperor.devagent.base.HttpError;
import io.emperor.devagent.base.Timer;
import io.emperor.devagent.state.Changes;
import io.emperor.devagent.state.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/** The blocking queries under way. Guarded by the store's lock, except for the executor. */
public final class Watchers {

  private static final int JITTER_FRACTION = 16;

  private final Set<Watcher> waiting = new LinkedHashSet<>();
  private final Timer timer;
  private final Executor threads;
  private final int limit;

  public Watchers(Timer timer, Executor threads, int limit) {
    this.timer = timer;
    this.threads = threads;
    this.limit = limit;
  }

  /**
   * Lets a read wait.
   *
   * @param due told once when it has news or its time is over, on another thread
   * @throws HttpError if too many wait already
   */
  Watcher add(BlockingRead read, Consumer<BlockingRead> due, Consumer<Watcher> expired) {
    if (waiting.size() >= limit) {
      throw new HttpError(
          429,
          "Your IP is issuing too many concurrent connections, please rate limit your calls\n");
    }
    Watcher watcher = new Watcher(read, due);
    Duration wait = read.options().waitTime();
    long jitter = ThreadLocalRandom.current().nextLong(wait.toNanos() / JITTER_FRACTION + 1);
    waiting.add(watcher);
    watcher.timeout = timer.after(wait.plusNanos(jitter), () -> expired.accept(watcher));
    return watcher;
  }

  /** Lets go those for whom a change is news. */
  void wake(Changes changes, State state) {
    List<Watcher> news = new ArrayList<>();
    for (Watcher watcher : waiting) {
      if (watcher.read.touchedBy().test(changes) && watcher.read.ready().test(state)) {
        news.add(watcher);
      }
    }
    news.forEach(this::letGo);
  }

  void letGo(Watcher watcher) {
    if (waiting.remove(watcher)) {
      watcher.timeout.cancel();
      threads.execute(() -> watcher.due.accept(watcher.read));
    }
  }

  /**
   * Forgets a query that nobody waits for any more.
   *
   * @return whether it was still waiting
   */
  boolean forget(Watcher watcher) {
    watcher.timeout.cancel();
    return waiting.remove(watcher);
  }

  boolean has(Watcher watcher) {
    return waiting.contains(watcher);
  }

  int size() {
    return waiting.size();
  }

  /** One of them. */
  public static final class Watcher {

    private final BlockingRead read;
    private final Consumer<BlockingRead> due;
    private Timer.Appointment timeout = () -> {};

    Watcher(BlockingRead read, Consumer<BlockingRead> due) {
      this.read = read;
      this.due = due;
    }
  }
}
