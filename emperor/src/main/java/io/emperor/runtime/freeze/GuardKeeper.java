package io.emperor.runtime.freeze;

import io.emperor.base.DaemonThreads;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees to it that there is a guard: when one ends, another follows. Thread safe. */
final class GuardKeeper {

  private static final Logger log = LoggerFactory.getLogger(GuardKeeper.class);

  /** Before the next, if one after another has lived for less. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Path directory;
  private final Consumer<String> heard;
  private final CountDownLatch over = new CountDownLatch(1);
  private @Nullable GuardProcess guard; // guarded by this

  /**
   * Keeps none yet.
   *
   * @param directory of the files that it reads
   * @param heard gets each line that it says, on the one thread of this
   */
  GuardKeeper(Path directory, Consumer<String> heard) {
    this.directory = directory;
    this.heard = heard;
  }

  void start() {
    new DaemonThreads("freeze-guard").newThread(this::keep).start();
  }

  private void keep() {
    try {
      int shortLived = 0;
      do {
        long begin = System.nanoTime();
        readOne();
        shortLived = System.nanoTime() - begin < PAUSE.toNanos() ? shortLived + 1 : 0;
      } while (!over.await(shortLived > 1 ? PAUSE.toMillis() : 0, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void readOne() {
    try {
      GuardProcess next = started();
      if (next != null) {
        next.read(this::hear);
        ended(next);
      }
    } catch (IOException e) {
      log.warn("what runs under a lease has no guard: it can't be started: {}", e.getMessage());
    }
  }

  private void hear(String line) {
    try {
      heard.accept(line);
    } catch (RuntimeException e) {
      log.error("{} of the guard was not understood", line, e);
    }
  }

  private synchronized @Nullable GuardProcess started() throws IOException {
    if (isOver()) {
      return null;
    }
    GuardProcess next = GuardProcess.start(directory);
    guard = next;
    log.debug("process {} guards what runs under a lease", next.pid());
    return next;
  }

  private synchronized void ended(GuardProcess one) {
    guard = null;
    if (!isOver()) {
      log.warn(
          "process {}, the guard of what runs under a lease, has ended: another follows",
          one.pid());
    }
  }

  private boolean isOver() {
    return over.getCount() == 0;
  }

  /** The process that is the guard now; 0 for none. */
  synchronized long pid() {
    return guard == null ? 0 : guard.pid();
  }

  /**
   * No other follows.
   *
   * @param now whether this one ends, too, and not by itself after the emperor
   */
  synchronized void close(boolean now) {
    over.countDown();
    if (now && guard != null) {
      guard.end();
    }
  }
}
