package io.emperor.consul.watch;

import io.emperor.api.Watch;
import io.emperor.base.SerialTask;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells one listener what a live query knows: one call after another, the newest value, and only
 * what differs from what it was told last. Safe for use by many threads.
 */
public final class ListenerWatch<T> implements Watch, BlockingQuery.Asker {

  private final BlockingQueries live;
  private final LongSupplier clock;
  private final Listener<T> listening;
  private final Consumer<ListenerWatch<T>> whenClosed;
  private final SerialTask task;
  private final long beganAt;
  private volatile @Nullable BlockingQuery<T> query;
  private volatile @Nullable QueryAnswer<T> told;
  private volatile boolean closed;

  /**
   * Listens to nothing before {@link #begin}.
   *
   * @param whenClosed told of each {@link #close}
   */
  public ListenerWatch(
      BlockingQueries live,
      LongSupplier clock,
      Listener<T> listening,
      Consumer<ListenerWatch<T>> whenClosed) {
    this.live = live;
    this.clock = clock;
    this.listening = listening;
    this.whenClosed = whenClosed;
    this.task = new SerialTask(listening.threads(), this::tell);
    this.beganAt = clock.getAsLong();
  }

  public ListenerWatch<T> begin(Query<T> question) {
    synchronized (this) {
      if (!closed) {
        query = live.join(question, this);
      }
    }
    answered();
    return this;
  }

  @Override
  public void answered() {
    if (untold() != null) {
      task.trigger();
    }
  }

  /** What the listener should be told, if anything. */
  private @Nullable QueryAnswer<T> untold() {
    QueryAnswer<T> newest = newest();
    return closed || newest == null || isTold(newest) ? null : newest;
  }

  private @Nullable QueryAnswer<T> newest() {
    BlockingQuery<T> from = query;
    return from == null ? null : from.answer();
  }

  private boolean isTold(QueryAnswer<T> answer) {
    QueryAnswer<T> last = told;
    return last != null && last.value().equals(answer.value());
  }

  private void tell() {
    QueryAnswer<T> answer = untold();
    if (answer != null) {
      told = answer;
      listening.tell(answer.value());
    }
  }

  @Override
  public Duration age() {
    QueryAnswer<T> last = told;
    QueryAnswer<T> newest = newest();
    long confirmedAt = last == null ? beganAt : last.confirmedAt();
    if (newest != null && isTold(newest)) {
      confirmedAt = newest.confirmedAt();
    }
    return Duration.ofNanos(Math.max(0, clock.getAsLong() - confirmedAt));
  }

  @Override
  public void close() {
    synchronized (this) {
      BlockingQuery<T> from = query;
      if (!closed && from != null) {
        live.leave(from, this);
      }
      closed = true;
    }
    whenClosed.accept(this);
  }
}
