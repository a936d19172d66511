package io.emperor.daemon;

import io.emperor.vassal.status.VassalStatus;
import io.emperor.vassal.status.VassalWatcher;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Gives memory back that loading took: an app's load leaves many times as much garbage as the app
 * holds, for which the heap grows, and where little is asked for afterwards nobody collects it. So
 * once nothing has been loaded for a while, the collector is asked to, beside the running apps; then
 * it gives back what {@code MaxHeapFreeRatio} does not let it keep. A collector that stops the apps
 * for that is not asked. Thread safe.
 */
final class SpareMemory implements VassalWatcher {

  private static final Duration QUIET = Duration.ofSeconds(2);

  /** Less is not worth a search; many reloads of a single app are. */
  private static final long WORTH_BYTES = 16 << 20;

  private final ScheduledExecutorService timer;
  private final Executor threads;
  private long last; // guarded by this; when something was loaded or ended, by the nano time
  private boolean waiting; // guarded by this; whether the timer looks at that again
  private volatile long held; // bytes of the heap after the last search

  /**
   * Nothing has been loaded yet.
   *
   * @param timer looks whether it has become quiet
   * @param threads where a search is waited for, which takes some tenths of a second
   */
  SpareMemory(ScheduledExecutorService timer, Executor threads) {
    this.timer = timer;
    this.threads = threads;
  }

  @Override
  public void changed(VassalStatus now) {
    if (now.trying()) {
      loaded();
    }
  }

  @Override
  public void gone(String name) {
    loaded();
  }

  private synchronized void loaded() {
    last = System.nanoTime();
    if (!waiting) {
      waiting = true;
      lookAfter(QUIET.toNanos());
    }
  }

  private void lookAfter(long nanos) {
    var unused = timer.schedule(this::lookWhetherQuiet, nanos, TimeUnit.NANOSECONDS);
  }

  private synchronized void lookWhetherQuiet() {
    long left = QUIET.toNanos() - (System.nanoTime() - last);
    if (left > 0) {
      lookAfter(left);
    } else {
      waiting = false;
      threads.execute(this::giveBack);
    }
  }

  private void giveBack() {
    if (bytesInUse() - held >= WORTH_BYTES && isCollectedBesideApps()) {
      System.gc();
      held = bytesInUse();
    }
  }

  private static long bytesInUse() {
    Runtime jvm = Runtime.getRuntime();
    return jvm.totalMemory() - jvm.freeMemory();
  }

  private static boolean isCollectedBesideApps() {
    return ManagementFactory.getRuntimeMXBean()
            .getInputArguments()
            .contains("-XX:+ExplicitGCInvokesConcurrent")
        && ManagementFactory.getGarbageCollectorMXBeans().stream()
            .anyMatch(collector -> collector.getName().startsWith("G1"));
  }
}
