package io.emperor.provisioning.source;

import io.emperor.base.DaemonThreads;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of a source that looks again and again. What it sees is told until {@link #close} has
 * returned, and never afterwards. Safe for use by many threads.
 */
final class SourceThread implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(SourceThread.class);

  private final String kind;
  private final String source;
  private final long retryMillis;
  private @Nullable Thread thread; // guarded by this
  private boolean closed; // guarded by this

  /** One look. */
  interface Look {

    /**
     * Looks, and tells what it has seen.
     *
     * @return how long to rest before the next, in milliseconds
     */
    long look() throws InterruptedException;
  }

  /**
   * Of a source that is not opened yet.
   *
   * @param kind what the thread is named by
   * @param source the source's name, for the log
   * @param retryMillis how long it rests after a look that has failed by itself
   */
  SourceThread(String kind, String source, long retryMillis) {
    this.kind = kind;
    this.source = source;
    this.retryMillis = retryMillis;
  }

  /** Begins. Called once. */
  synchronized void begin(Look look) {
    thread = new DaemonThreads(kind).newThread(() -> run(look));
    thread.start();
  }

  private void run(Look look) {
    try {
      while (!isClosed()) {
        TimeUnit.MILLISECONDS.sleep(looked(look));
      }
    } catch (InterruptedException e) {
      log.debug("{} is read no more", source);
    }
  }

  private long looked(Look look) throws InterruptedException {
    try {
      return look.look();
    } catch (RuntimeException e) {
      log.error("{} could not be read; it goes on", source, e);
      return retryMillis;
    }
  }

  /** Tells something, unless nobody is to be told any more. */
  synchronized void tell(Runnable news) {
    if (!closed) {
      news.run();
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  /** Ends; does not wait for a look that is under way. */
  @Override
  public synchronized void close() {
    closed = true;
    if (thread != null) {
      thread.interrupt();
    }
  }
}
