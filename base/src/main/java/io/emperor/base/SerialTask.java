package io.emperor.base;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A task that runs soon after each trigger, never twice at a time: triggers that come while it
 * waits are one, and one that comes while it runs makes it run once more.
 */
public final class SerialTask {

  private static final Logger log = LoggerFactory.getLogger(SerialTask.class);

  private enum State {
    IDLE,
    WAITING,
    RUNNING,
    RUNNING_AND_TRIGGERED
  }

  private final Executor executor;
  private final Runnable task;
  private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);

  public SerialTask(Executor executor, Runnable task) {
    this.executor = executor;
    this.task = task;
  }

  public void trigger() {
    State before =
        state.getAndUpdate(
            now ->
                now == State.IDLE || now == State.WAITING
                    ? State.WAITING
                    : State.RUNNING_AND_TRIGGERED);
    if (before == State.IDLE) {
      submit();
    }
  }

  private void submit() {
    try {
      executor.execute(this::run);
    } catch (RejectedExecutionException e) {
      // The bridge is closed: nothing runs any more.
      state.set(State.IDLE);
    } catch (Throwable t) {
      state.set(State.IDLE);
      log.error("A task of the Consul bridge could not be started; the next trigger tries", t);
    }
  }

  private void run() {
    state.set(State.RUNNING);
    try {
      task.run();
    } catch (OutOfMemoryError e) {
      throw e; // what it was to plan next may be lost: the thread's handler has to know
    } catch (Throwable t) {
      log.error("A task of the Consul bridge failed; it goes on", t);
    } finally {
      ran();
    }
  }

  private void ran() {
    State before = state.getAndUpdate(now -> now == State.RUNNING ? State.IDLE : State.WAITING);
    if (before == State.RUNNING_AND_TRIGGERED) {
      submit();
    }
  }
}
