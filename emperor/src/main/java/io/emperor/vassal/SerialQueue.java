package io.emperor.vassal;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Runs tasks one after another on whatever threads there are: one vassal's events in their order,
 * thousands of vassals on a few threads. A task that throws stops nothing. Thread safe.
 */
final class SerialQueue implements Executor {

  private static final Logger log = LoggerFactory.getLogger(SerialQueue.class);

  private final String name;
  private final Executor threads;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private boolean running;

  SerialQueue(String name, Executor threads) {
    this.name = name;
    this.threads = threads;
  }

  @Override
  public void execute(Runnable task) {
    synchronized (this) {
      waiting.add(task);
      if (running) {
        return;
      }
      running = true;
    }
    threads.execute(this::runNext);
  }

  private void runNext() {
    Runnable task = next();
    MDC.put("vassal", name);
    try {
      task.run();
    } catch (OutOfMemoryError e) {
      throw e; // the vassal's state may be half a step behind: the thread's handler has to know
    } catch (Throwable e) {
      log.error("an event of this vassal failed inside the emperor", e);
    } finally {
      MDC.remove("vassal");
      goOn();
    }
  }

  private void goOn() {
    if (goesOn()) {
      // Back through the threads, so that a busy vassal takes turns with the others.
      threads.execute(this::runNext);
    }
  }

  private synchronized Runnable next() {
    return waiting.remove();
  }

  private synchronized boolean goesOn() {
    running = !waiting.isEmpty();
    return running;
  }
}
