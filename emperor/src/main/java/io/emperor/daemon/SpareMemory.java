package io.emperor.daemon;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.emperor.vassal.status.VassalStatus;
import io.emperor.vassal.status.VassalWatcher;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Gives memory back that loading took: an app's load leaves many times as much garbage as the app
 * holds, for which the heap grows, and where little is asked for afterwards nobody collects it. So
 * once nothing has been loaded for a while, the collector is asked to, beside the running apps;
 * then it gives back what {@code MaxHeapFreeRatio} does not let it keep. A collector that stops the
 * apps for that is not asked. Thread safe.
 */
final class SpareMemory implements VassalWatcher {

  private static final Duration QUIET = Duration.ofSeconds(2);

  /**
   * So many classes leave enough garbage for a search: those of some fifty small apps, or of one.
   */
  private static final long MANY_CLASSES = 500;

  private static final int MANY_GONE = 10;

  private final ScheduledExecutorService timer;
  private final Executor threads;
  private final Set<String> trying = ConcurrentHashMap.newKeySet();
  private final AtomicInteger gone = new AtomicInteger(); // since the last search
  private long last; // guarded by this; when something was loaded or ended, by the nano time
  private boolean waiting; // guarded by this; whether the timer looks at that again
  private volatile long classes; // that had been loaded at the last search

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
    if (now.trying() ? trying.add(now.name()) : trying.remove(now.name())) {
      loaded();
    }
  }

  @Override
  public void gone(String name) {
    boolean unused = trying.remove(name);
    gone.incrementAndGet();
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
    long now = ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount();
    boolean many = now - classes >= MANY_CLASSES || gone.get() >= MANY_GONE;
    if (many && isCollectedBesideApps()) {
      classes = now;
      gone.set(0);
      System.gc();
    }
  }

  private static boolean isCollectedBesideApps() {
    HotSpotDiagnosticMXBean jvm =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    return jvm != null
        && Stream.of("UseG1GC", "ExplicitGCInvokesConcurrent")
            .allMatch(option -> Boolean.parseBoolean(jvm.getVMOption(option).getValue()));
  }
}
