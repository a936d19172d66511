package io.emperor.monitor;

import io.emperor.base.SafeText;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches directories and tells a listener which vassals appeared, changed and went away. Safe for
 * use by many threads. The listener is called by the monitor's own thread alone, and holds up
 * nothing but the next call.
 */
public final class VassalMonitor implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(VassalMonitor.class);
  private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(1);
  private static final long UNSETTLED_WAIT = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long STALLED_AFTER = TimeUnit.SECONDS.toNanos(30);
  private static final long CLOSE_LIMIT = TimeUnit.SECONDS.toMillis(5);

  private final Object lock = new Object();
  private final VassalListener listener;
  private final MonitorClock clock;
  private final DirectoryWatch watch;
  private final VassalIndex index;
  private final long scanInterval;
  private final Thread thread;
  private final CountDownLatch closed = new CountDownLatch(1);
  private long nextScan;
  private volatile long lastTurn;

  /**
   * Makes a monitor that does nothing before {@link #start}.
   *
   * @param words directories or globs
   * @param scanInterval how often everything is looked at, watch or not
   * @param listener who is told
   * @throws InvalidVassalsException if a word without glob characters is no readable directory
   */
  public VassalMonitor(List<String> words, Duration scanInterval, VassalListener listener) {
    this(words, directory -> Optional.empty(), scanInterval, false, listener);
  }

  /**
   * Makes a monitor that does nothing before {@link #start}.
   *
   * @param words directories or globs
   * @param places what people know a directory by, if that is not its path
   * @param scanInterval how often everything is looked at, watch or not
   * @param withOwners whether it is a change when a file is given to somebody else
   * @param listener who is told
   * @throws InvalidVassalsException if a word without glob characters is no readable directory
   */
  public VassalMonitor(
      List<String> words,
      Function<Path, Optional<Path>> places,
      Duration scanInterval,
      boolean withOwners,
      VassalListener listener) {
    this(
        words,
        places,
        scanInterval,
        listener,
        new RealDisk(withOwners),
        MonitorClock.SYSTEM,
        watch());
  }

  VassalMonitor(
      List<String> words,
      Duration scanInterval,
      VassalListener listener,
      Disk disk,
      MonitorClock clock,
      DirectoryWatch watch) {
    this(words, directory -> Optional.empty(), scanInterval, listener, disk, clock, watch);
  }

  private VassalMonitor(
      List<String> words,
      Function<Path, Optional<Path>> places,
      Duration scanInterval,
      VassalListener listener,
      Disk disk,
      MonitorClock clock,
      DirectoryWatch watch) {
    this.listener = listener;
    this.clock = clock;
    this.watch = watch;
    this.index = new VassalIndex(words(words, places, watch), disk, clock, watch);
    this.scanInterval = scanInterval.toNanos();
    this.nextScan = clock.nanos();
    this.lastTurn = clock.nanos();
    this.thread = new Thread(this::run, "vassal-monitor");
    this.thread.setDaemon(true);
  }

  /**
   * Looks at words before a monitor is made of them.
   *
   * @param words directories or globs
   * @return one line for each that can't be watched; empty if all can
   */
  public static List<String> problems(List<String> words) {
    try {
      List<VassalsPattern> unused = VassalsPattern.all(words);
      return List.of();
    } catch (InvalidVassalsException e) {
      return e.problems();
    }
  }

  /**
   * Where a file of this name would be taken for a vassal's now.
   *
   * @param file a file's name
   * @return directories, in the order in which they were named
   */
  public List<Path> directories(String file) {
    synchronized (lock) {
      return index.directories(file);
    }
  }

  private static DirectoryWatch watch() {
    try {
      return new ServiceWatch(FileSystems.getDefault().newWatchService(), new RealDisk());
    } catch (IOException | UnsupportedOperationException e) {
      LOG.warn(
          "no file-system watch: {}: the scan alone finds changes",
          SafeText.name(String.valueOf(e.getMessage())));
      return new NoWatch();
    }
  }

  private static List<VassalsPattern> words(
      List<String> words, Function<Path, Optional<Path>> places, DirectoryWatch watch) {
    try {
      return VassalsPattern.all(words, places);
    } catch (InvalidVassalsException e) {
      watch.close();
      throw e;
    }
  }

  /** Starts the monitor's thread, whose first act is a full scan. Call it once. */
  public void start() {
    lastTurn = clock.nanos();
    thread.start();
  }

  /**
   * Takes files elsewhere for a vassal's own: when one changes, appears or is removed after this
   * call has returned, the vassal has changed. Call it before reading the files, so that no change
   * falls between. They replace those that were followed before, and are let go when the vassal is
   * gone; an unknown vassal is ignored.
   *
   * @param vassal the vassal's name
   * @param files the files, which need not exist
   */
  public void follow(String vassal, Collection<Path> files) {
    synchronized (lock) {
      index.follow(vassal, files.stream().map(Path::toAbsolutePath).toList());
    }
  }

  /**
   * Whether the monitor's loop has stopped turning: it turns once a second at least, unless a disk
   * hangs. Does not block.
   *
   * @return {@code false} before the start and after the end, too
   */
  public boolean isStalled() {
    return thread.isAlive() && clock.nanos() - lastTurn > STALLED_AFTER;
  }

  /** Stops. The listener is not called any more once this has returned, unless it hangs. */
  @Override
  public void close() {
    closed.countDown();
    watch.close();
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      thread.join(CLOSE_LIMIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  private void run() {
    while (!isClosed()) {
      try {
        turn();
      } catch (InterruptedException | ClosedWatchServiceException e) {
        if (isClosed()) {
          return;
        }
        LOG.error("the monitor was interrupted and goes on", e);
      } catch (Throwable e) {
        LOG.error("the monitor failed and goes on", e);
        pause();
      }
    }
  }

  private void pause() {
    try {
      boolean unused = closed.await(LONGEST_WAIT, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      LOG.debug("interrupted", e);
    }
  }

  /** One turn of the loop: wait, look, tell. */
  void turn() throws InterruptedException {
    lastTurn = clock.nanos();
    DirectoryWatch.Events events = watch.await(patience(clock.nanos()));
    List<FileChange> news;
    synchronized (lock) {
      take(events);
      news = index.news();
    }
    news.forEach(this::tell);
  }

  private long patience(long now) {
    synchronized (lock) {
      long longest = index.isSettled() ? LONGEST_WAIT : UNSETTLED_WAIT;
      return Math.max(0, Math.min(longest, nextScan - now));
    }
  }

  private void take(DirectoryWatch.Events events) {
    events.files().forEach((path, names) -> names.forEach(name -> index.look(path, name)));
    if (events.isIncomplete() || clock.nanos() - nextScan >= 0) {
      nextScan = clock.nanos() + scanInterval;
      index.scan();
    }
    index.settle();
  }

  private void tell(FileChange change) {
    if (isClosed()) {
      return;
    }
    try {
      change.tell(listener);
    } catch (Throwable e) {
      LOG.error("{} of {} was not taken well", change.kind(), change.source().name(), e);
    }
  }
}
