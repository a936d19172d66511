package io.emperor.serf;

import io.emperor.base.DaemonThreads;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that tells a listener one record after the other, and a queue that ends somewhere.
 * Thread safe.
 */
final class Delivery {

  private static final Logger log = LoggerFactory.getLogger(Delivery.class);

  private final long mostBytes;
  private final AtomicLong bytes = new AtomicLong();
  private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
  private final ThreadPoolExecutor thread;

  Delivery(String name, Limits limits) {
    this.mostBytes = limits.waitingBytes();
    this.thread =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(limits.waiting()),
            new DaemonThreads(name)) {
          @Override
          protected void terminated() {
            done.complete(null);
          }
        };
  }

  /**
   * Tells something, later.
   *
   * @param size how many bytes it was
   * @return whether there was a place for it, or nobody is told anything any more
   */
  boolean offer(long size, Runnable news) {
    try {
      if (!thread.isShutdown() && bytes.addAndGet(size) > mostBytes) {
        return false;
      }
      thread.execute(() -> tell(size, news));
      return true;
    } catch (RejectedExecutionException e) {
      return thread.isShutdown();
    }
  }

  private void tell(long size, Runnable news) {
    bytes.addAndGet(-size);
    try {
      news.run();
    } catch (RuntimeException e) {
      log.error("A listener of a serf agent failed; it is told what comes next", e);
    }
  }

  /** Completes once the last record was told. */
  CompletableFuture<@Nullable Void> done() {
    return done;
  }

  /** Nothing more will come; what waits is told. */
  void end() {
    thread.shutdown();
  }

  /** The connection is over: what waits is told, unless this side wanted it to be over. */
  void endWith(SerfException why) {
    if (why.kind() == SerfException.Kind.CLOSED) {
      close();
    } else {
      end();
    }
  }

  /** Nothing is told any more, but what is being told. */
  void close() {
    thread.shutdown();
    thread.getQueue().clear();
  }
}
