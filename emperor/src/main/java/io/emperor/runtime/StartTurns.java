package io.emperor.runtime;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Who may start now, of many that are to: a hundred apps that start at once on two processors take
 * each as long as all of them, and none is there within its time. Some may start at once; the
 * others come in their order as these are started. As long as the machine has nothing to do, since
 * those that start wait for something themselves, more and more of them may. And what takes long
 * goes on, and keeps nobody waiting any more. Thread safe.
 */
public final class StartTurns {

  /** What has a processor to itself is started, and the machine does something besides. */
  private static final int OF_EACH_PROCESSOR = 4;

  private static final Duration PAUSE = Duration.ofMillis(100);

  /** From then on a machine has enough to do, as a part of all that it could. */
  private static final double BUSY = 0.8;

  /** What has not started within this time keeps nobody waiting any more. */
  private static final Duration LONG = Duration.ofSeconds(10);

  private final int most;
  private final DoubleSupplier load;
  private final LongSupplier nanoTime;
  private final Consumer<Runnable> later;
  private final Queue<CompletableFuture<Turn>> waiting = new ArrayDeque<>(); // guarded by this
  private final Set<Turn> taken = new LinkedHashSet<>(); // guarded by this; the oldest first
  private int more; // guarded by this; how many were let in last because the machine was idle
  private boolean looking; // guarded by this

  /** One that may start. Ending it again does nothing. */
  public final class Turn {

    private final long begun = nanoTime.getAsLong();

    private Turn() {}

    /** The start is over, however it went. */
    public void over() {
      end(this);
    }
  }

  /**
   * Nobody starts yet.
   *
   * @param most how many may at once, however busy the machine is
   * @param load what part of what it can the machine has done since it was asked last, from 0 to 1;
   *     negative if that is unknown
   * @param nanoTime tells the time that intervals are measured by
   * @param later runs something a little later, on a thread that others need, too
   */
  StartTurns(int most, DoubleSupplier load, LongSupplier nanoTime, Consumer<Runnable> later) {
    this.most = most;
    this.load = load;
    this.nanoTime = nanoTime;
    this.later = later;
  }

  /**
   * As this machine allows.
   *
   * @param timer looks again and again as long as somebody waits
   * @param registry where it is told how many wait
   */
  public static StartTurns ofThisMachine(ScheduledExecutorService timer, MeterRegistry registry) {
    StartTurns turns =
        new StartTurns(
            OF_EACH_PROCESSOR * Runtime.getRuntime().availableProcessors(),
            StartTurns::load,
            System::nanoTime,
            task -> {
              var unused = timer.schedule(task, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
            });
    turns.tell(registry);
    return turns;
  }

  void tell(MeterRegistry registry) {
    Gauge unused =
        Gauge.builder("emperor.starts.waiting", this, StartTurns::waiting)
            .description("Vassals that wait for their turn to start")
            .register(registry);
  }

  private synchronized long waiting() {
    return waiting.stream().filter(turn -> !turn.isDone()).count(); // some may be given up
  }

  private static double load() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getCpuLoad()
        : -1;
  }

  /**
   * Asks for a turn.
   *
   * @return completed when it is there, at once if nobody has to wait; who cancels it has none
   */
  public CompletableFuture<Turn> next() {
    CompletableFuture<Turn> turn = new CompletableFuture<>();
    boolean first;
    synchronized (this) {
      if (waiting.isEmpty() && taken.size() < most) {
        turn.complete(taken());
        return turn;
      }
      waiting.add(turn);
      first = !looking;
      looking = true;
    }
    if (first) {
      double unused = load.getAsDouble(); // from now on
      later.accept(this::look);
    }
    return turn;
  }

  private Turn taken() {
    Turn turn = new Turn();
    taken.add(turn);
    return turn;
  }

  private void end(Turn turn) {
    if (forget(turn)) {
      letIn(0);
    }
  }

  private synchronized boolean forget(Turn turn) {
    return taken.remove(turn);
  }

  /** Lets more of them in if the machine is idle, and those in the place of what takes long. */
  private void look() {
    double seen = load.getAsDouble();
    int idle;
    synchronized (this) {
      more = seen < 0 || seen >= BUSY ? 0 : Math.max(most, 2 * more);
      idle = more;
      long now = nanoTime.getAsLong();
      taken.removeIf(turn -> now - turn.begun > LONG.toNanos());
    }
    letIn(idle);
    synchronized (this) {
      if (waiting.isEmpty()) {
        more = 0;
        looking = false;
        return;
      }
    }
    later.accept(this::look);
  }

  /** As many as have a place, or so many in any case. */
  private void letIn(int atLeast) {
    int left = atLeast;
    while (true) {
      CompletableFuture<Turn> next;
      Turn turn;
      synchronized (this) {
        if (waiting.isEmpty() || (taken.size() >= most && left <= 0)) {
          return;
        }
        next = waiting.remove();
        turn = taken();
      }
      if (next.complete(turn)) {
        left--;
      } else {
        forget(turn); // nobody wants it any more
      }
    }
  }
}
