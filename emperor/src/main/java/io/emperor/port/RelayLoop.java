package io.emperor.port;

import io.emperor.base.LoopWatchdog;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that waits for the events of any number of channels. All that has to do with a port
 * happens on the thread of one loop, and all that has to do with a connection that is passed on
 * too, so that none of it needs a lock. {@link #schedule} and {@link #buffers} are for its own
 * thread alone, the other methods for any.
 */
final class RelayLoop implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(RelayLoop.class);

  /** No turn takes as long when all is well; it includes the wait for something to do. */
  private static final Duration LONGEST_TURN = Duration.ofSeconds(20);

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Selector selector = Selector.open();
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final PriorityQueue<Timer> timers = new PriorityQueue<>();
  private final TransitBuffers buffers;
  private final LongSupplier clock;
  private final LoopWatchdog.Turns turns;
  private final Thread thread;
  private final AtomicBoolean makesRoom = new AtomicBoolean();
  private final AtomicInteger carried = new AtomicInteger();
  private volatile boolean closed;

  private record Timer(long due, Runnable task) implements Comparable<Timer> {
    @Override
    public int compareTo(Timer other) {
      return Long.signum(due - other.due);
    }
  }

  /**
   * Starts it.
   *
   * @param name what the watchdog calls it
   * @param clock nanoseconds, by which bytes are dated
   */
  RelayLoop(
      String name,
      ThreadFactory threads,
      TransitBuffers buffers,
      LongSupplier clock,
      LoopWatchdog watchdog)
      throws IOException {
    this.buffers = buffers;
    this.clock = clock;
    turns = watchdog.loop(name, LONGEST_TURN);
    thread = threads.newThread(this::run);
    thread.start();
  }

  /** How many connections it passes on. */
  int carried() {
    return carried.get();
  }

  /** There is one more, or one less. */
  void carries(int change) {
    carried.addAndGet(change);
  }

  int buffersKept() {
    return buffers.kept();
  }

  TransitBuffers buffers() {
    return buffers;
  }

  /** The time by which bytes are dated, in nanoseconds. */
  long now() {
    return clock.getAsLong();
  }

  /** Waits for its events; what has no handler yet must not have any operations. */
  SelectionKey register(SelectableChannel channel, int operations, @Nullable EventHandler handler)
      throws IOException {
    return channel.register(selector, operations, handler);
  }

  /** Does something once, by the real time. */
  void schedule(Duration delay, Runnable task) {
    timers.add(new Timer(System.nanoTime() + delay.toNanos(), task));
  }

  /** Does something soon, after what it was given before. */
  void execute(Runnable task) {
    tasks.add(task);
    if (Thread.currentThread() != thread) {
      selector.wakeup();
    }
  }

  /**
   * Does something, and waits for a second at most until it is done and the selector has let go of
   * what was closed by that: a closed port would go on listening until then.
   */
  void executeAndAwait(Runnable task) {
    CountDownLatch done = new CountDownLatch(1);
    execute(
        () -> {
          task.run();
          execute(done::countDown); // in the next turn, after it has selected
        });
    if (closed || Thread.currentThread() == thread) {
      return;
    }
    try {
      if (!done.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn("{} is too busy to close a port in time", thread.getName());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Closes the connections whose clients have kept them waiting the longest: at once on its own
   * thread, else soon.
   *
   * @param most how many, at most
   */
  void makeRoom(int most) {
    if (Thread.currentThread() == thread) {
      closeLongestWaiting(most);
    } else if (makesRoom.compareAndSet(false, true)) { // once for all that ask in one turn
      execute(
          () -> {
            makesRoom.set(false);
            closeLongestWaiting(most);
          });
    }
  }

  private void closeLongestWaiting(int most) {
    selector.keys().stream()
        .map(SelectionKey::attachment)
        .filter(RelayedConnection.class::isInstance)
        .map(RelayedConnection.class::cast)
        .distinct()
        .filter(RelayedConnection::waitsForClient)
        .sorted(Comparator.comparingLong(RelayedConnection::silentNanos).reversed())
        .limit(most)
        .forEach(RelayedConnection::close);
  }

  private void run() {
    while (!closed) {
      try {
        turn();
      } catch (Throwable e) { // the ports of many vassals hang on this thread
        log.warn("{} goes on after a failure", thread.getName(), e);
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
    end();
  }

  private void turn() throws IOException {
    turns.turned();
    select();
    // First what was told, then what came: it may be about that.
    for (int left = tasks.size(); left > 0; left--) {
      runSafely(tasks.remove());
    }
    for (SelectionKey key : selector.selectedKeys()) {
      handle(key);
    }
    selector.selectedKeys().clear();
    long now = System.nanoTime();
    for (Timer next = timers.peek(); next != null && next.due - now <= 0; next = timers.peek()) {
      timers.remove();
      runSafely(next.task);
    }
  }

  private void select() throws IOException {
    int unused;
    if (tasks.isEmpty()) {
      unused = selector.select(waitMillis());
    } else {
      unused = selector.selectNow();
    }
  }

  private long waitMillis() {
    Timer next = timers.peek();
    long nanos = next == null ? LONGEST_WAIT.toNanos() : next.due - System.nanoTime();
    long millis = TimeUnit.NANOSECONDS.toMillis(nanos + 999_999);
    return Math.max(1, Math.min(LONGEST_WAIT.toMillis(), millis));
  }

  private static void handle(SelectionKey key) {
    if (!key.isValid()) {
      return; // closed by what came before it
    }
    EventHandler handler = (EventHandler) key.attachment();
    try {
      handler.ready(key);
    } catch (IOException e) {
      log.debug("a relayed connection has ended", e);
      handler.failed();
    } catch (Throwable e) { // as above
      log.warn("a relayed connection is given up after a failure", e);
      handler.failed();
    }
  }

  private void runSafely(Runnable task) {
    try {
      task.run();
    } catch (Throwable e) { // as above
      log.warn("{} goes on after a failure", thread.getName(), e);
    }
  }

  private void end() {
    turns.close();
    for (SelectionKey key : selector.keys()) {
      closeSafely(key.channel());
    }
    closeSafely(selector);
  }

  private static void closeSafely(Closeable closeable) {
    try {
      closeable.close();
    } catch (IOException e) {
      log.debug("something can't be closed", e);
    }
  }

  /** Closes all that is registered, and waits a second for it at most. */
  @Override
  public void close() {
    closed = true;
    selector.wakeup();
    try {
      thread.join(PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
