package io.emperor.devagent;

import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The one lock around the state, and those who wait for it to change. Thread safe. */
final class Store {

  private final State state;
  private final Watchers watchers;

  Store(Identity self, InstantSource clock, Timer timer, Watchers watchers) {
    this.watchers = watchers;
    state = new State(self, clock, new Clockwork(timer, this::run));
  }

  private void run(Runnable task) {
    with(
        unused -> {
          task.run();
          return true;
        });
  }

  /** Looks at the state, or changes it. What the change is news for is let go afterwards. */
  synchronized <T> T with(Function<State, T> work) {
    try {
      return work.apply(state);
    } finally {
      Changes changes = state.takeChanges();
      if (!changes.isEmpty()) {
        watchers.wake(changes, state);
      }
    }
  }

  /** Answers at once or when there is news, whatever is first; the latter on another thread. */
  void ask(LiveRead read, Consumer<Answer> reply) {
    Answer answer = answerOrWait(read, reply);
    if (answer != null) {
      reply.accept(answer);
    }
  }

  private synchronized @Nullable Answer answerOrWait(LiveRead read, Consumer<Answer> reply) {
    if (!read.options().isBlocking() || read.ready().test(state)) {
      return read.answer().apply(state);
    }
    watchers.add(read, due -> reply.accept(with(due.answer())), this::expire);
    return null;
  }

  private synchronized void expire(Watchers.Watcher watcher) {
    watchers.letGo(watcher);
  }

  synchronized int waiting() {
    return watchers.size();
  }
}
