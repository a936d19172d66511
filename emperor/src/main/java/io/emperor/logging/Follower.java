package io.emperor.logging;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One listener with a thread of its own, and the lines that wait for it. Thread safe. */
final class Follower implements AutoCloseable {

  static final int MOST_WAITING = 1000;

  private static final Logger log = LoggerFactory.getLogger(Follower.class);
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final Consumer<String> listener;
  private final LongFunction<String> lostLine;
  private final Thread thread;
  private final List<String> waiting = new ArrayList<>(); // guarded by itself
  private long lost; // guarded by waiting
  private volatile boolean closed;
  private volatile Runnable onClose = () -> {};

  Follower(String vassal, Consumer<String> listener, LongFunction<String> lostLine) {
    this.listener = listener;
    this.lostLine = lostLine;
    this.thread =
        new Thread(null, this::run, "follow-" + vassal + "-" + COUNT.incrementAndGet(), 0, false);
    thread.setDaemon(true);
  }

  void start(Runnable whenClosed) {
    onClose = whenClosed;
    thread.start();
  }

  /** Never waits. */
  void offer(String line) {
    synchronized (waiting) {
      if (waiting.size() < MOST_WAITING) {
        waiting.add(line);
        waiting.notifyAll();
      } else {
        lost++;
      }
    }
  }

  private void run() {
    try {
      while (!closed) {
        for (String line : taken()) {
          if (closed) {
            return;
          }
          listener.accept(line);
        }
      }
    } catch (InterruptedException e) {
      log.debug("{} is over", thread.getName());
    } catch (Throwable e) {
      log.debug("{} has ended by what its listener has thrown", thread.getName(), e);
    } finally {
      close();
    }
  }

  /** All at once, so that the lost ones are exactly those between these and the next. */
  private List<String> taken() throws InterruptedException {
    synchronized (waiting) {
      while (waiting.isEmpty()) {
        waiting.wait();
      }
      List<String> lines = new ArrayList<>(waiting);
      waiting.clear();
      if (lost > 0) {
        lines.add(lostLine.apply(lost));
        lost = 0;
      }
      return lines;
    }
  }

  @Override
  public void close() {
    closed = true;
    onClose.run();
    thread.interrupt();
  }
}
