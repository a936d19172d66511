package io.emperor.provisioning.handler;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events that wait for their handlers, which take them one after another in the order in which they
 * came. Queries wait for other queries alone: whoever asks does not wait for long. Of more than so
 * many that wait, the last ones are dropped, which is told once, and once more when it is over.
 * Thread safe.
 */
public final class QueuedEvents implements SerfEvents, AutoCloseable {

  private static final byte[] NOTHING = new byte[0];
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(15);

  private final SerfEvents handlers;
  private final Lane events;
  private final Lane queries;

  /**
   * Takes none yet.
   *
   * @param handlers takes them, on threads of this queue's own
   * @param most how many events, and how many queries, wait at most
   */
  public QueuedEvents(SerfEvents handlers, int most) {
    this.handlers = handlers;
    this.events = new Lane("serf-events", most);
    this.queries = new Lane("serf-queries", most);
  }

  @Override
  public byte[] take(SerfEvent event) {
    FutureTask<byte[]> handling = new FutureTask<>((Callable<byte[]>) () -> handlers.take(event));
    boolean begun = (event.isQuery() ? queries : events).add(handling, event);
    return begun && event.isQuery() ? answer(handling, event) : NOTHING;
  }

  private static byte[] answer(Future<byte[]> handling, SerfEvent event) {
    try {
      return handling.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return NOTHING;
    } catch (ExecutionException e) {
      throw new IllegalStateException("no answer to " + event, e.getCause());
    }
  }

  /** Takes no more, and ends the handlers that run. */
  @Override
  public void close() {
    events.close();
    queries.close();
  }

  /** Some that wait for each other. */
  private static final class Lane {

    private static final Logger log = LoggerFactory.getLogger(QueuedEvents.class);

    private final String name;
    private final int most;
    private final ThreadPoolExecutor thread;
    private final AtomicLong dropped = new AtomicLong();

    Lane(String name, int most) {
      this.name = name;
      this.most = most;
      this.thread =
          new ThreadPoolExecutor(
              1,
              1,
              30,
              TimeUnit.SECONDS,
              new ArrayBlockingQueue<>(most),
              task -> {
                Thread made = new Thread(task, name);
                made.setDaemon(true);
                return made;
              });
      thread.allowCoreThreadTimeOut(true);
    }

    boolean add(Runnable handling, SerfEvent event) {
      try {
        thread.execute(handling);
      } catch (RejectedExecutionException e) {
        if (dropped.getAndIncrement() == 0 && !thread.isShutdown()) {
          log.warn(
              "{}: {} of them wait for their handlers, and more are dropped, {} first: make the"
                  + " handlers quicker",
              name,
              most,
              event);
        }
        return false;
      }
      long before = dropped.getAndSet(0);
      if (before > 0) {
        log.info("{}: they are taken again; {} were dropped", name, before);
      }
      return true;
    }

    void close() {
      thread.shutdownNow().forEach(waiting -> ((Future<?>) waiting).cancel(false));
      try {
        if (!thread.awaitTermination(ENDS_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
          log.warn("{}: a handler does not end", name);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
