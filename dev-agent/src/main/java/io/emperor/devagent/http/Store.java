package io.emperor.devagent.http;

import io.emperor.devagent.base.AgentIdentity;
import io.emperor.devagent.base.LockedTimer;
import io.emperor.devagent.base.MemoryLimit;
import io.emperor.devagent.base.Timer;
import io.emperor.devagent.http.Watchers.Watcher;
import io.emperor.devagent.probe.Prober;
import io.emperor.devagent.state.Changes;
import io.emperor.devagent.state.State;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The one lock around the state, and those who wait for it to change. Thread safe. */
public final class Store {

  private final State state;
  private final Watchers watchers;

  public Store(
      AgentIdentity self,
      InstantSource clock,
      Timer timer,
      Prober prober,
      Watchers watchers,
      MemoryLimit limit) {
    this.watchers = watchers;
    state = new State(self, clock, new LockedTimer(timer, this::run), prober, limit);
  }

  private void run(Runnable task) {
    with(
        unused -> {
          task.run();
          return true;
        });
  }

  /** Looks at the state, or changes it. What the change is news for is let go afterwards. */
  public synchronized <T> T with(Function<State, T> work) {
    try {
      return work.apply(state);
    } finally {
      Changes changes = state.takeChanges();
      if (!changes.isEmpty()) {
        watchers.wake(changes, state);
      }
    }
  }

  /**
   * Answers at once or when there is news, whatever is first; the latter on another thread.
   *
   * @param failed told why there is no answer, if that happens there
   * @return what waits, or nothing if there is an answer
   */
  public @Nullable Watcher ask(
      BlockingRead read, Consumer<Answer> reply, Consumer<Throwable> failed) {
    Answer answer;
    synchronized (this) {
      if (read.options().isBlocking() && !read.ready().test(state)) {
        return watchers.add(read, due -> answer(due, reply, failed), this::expire);
      }
      answer = read.answer().apply(state);
    }
    reply.accept(answer);
    return null;
  }

  private void answer(BlockingRead read, Consumer<Answer> reply, Consumer<Throwable> failed) {
    try {
      reply.accept(with(read.answer()));
    } catch (RuntimeException | Error e) {
      failed.accept(e);
      throw e;
    }
  }

  /**
   * Forgets a query if nobody waits for its answer any more.
   *
   * @param hasLeft whether that is so; not asked once there is an answer, for then the client's
   *     next request may be on its way, which is none of this query's business
   * @return whether it is forgotten
   */
  synchronized boolean forgetIf(Watcher watcher, BooleanSupplier hasLeft) {
    return watchers.has(watcher) && hasLeft.getAsBoolean() && watchers.forget(watcher);
  }

  private synchronized void expire(Watcher watcher) {
    watchers.letGo(watcher);
  }

  public synchronized int waiting() {
    return watchers.size();
  }
}
