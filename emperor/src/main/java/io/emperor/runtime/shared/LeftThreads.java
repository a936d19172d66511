package io.emperor.runtime.shared;

import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an app may leave running when it ends: threads in its group, threads that have its class
 * loader, and virtual ones that run its code. Holds on to nothing of the app. Thread safe.
 */
public final class LeftThreads {

  private static final Logger log = LoggerFactory.getLogger(LeftThreads.class);

  /** How long a thread that was interrupted has to end before it is told of. */
  private static final long GRACE_SECONDS = 2;

  /** Threads may begin while they are counted. */
  private static final int SPARE = 64;

  /**
   * Of apps that have not ended. Files that come back make an app of a name that was there before.
   */
  private static final Set<String> LIVING = ConcurrentHashMap.newKeySet();

  private final ThreadGroup group;
  private final WeakReference<ClassLoader> loader;

  /**
   * Of an app that begins.
   *
   * @param group its own, of the same name as its loader
   */
  LeftThreads(ThreadGroup group, ClassLoader loader) {
    this.group = group;
    this.loader = new WeakReference<>(loader);
    boolean unused = LIVING.add(group.getName());
  }

  /** The app ends: interrupts all that can be. */
  void interrupt() {
    boolean unused = LIVING.remove(group.getName());
    threads().forEach(Thread::interrupt);
  }

  /** Says in the log what still runs then. */
  void tellLater(ScheduledExecutorService timer) {
    try {
      var unused = timer.schedule(this::begin, GRACE_SECONDS, TimeUnit.SECONDS);
    } catch (RejectedExecutionException e) {
      log.debug("the emperor ends: nobody looks at what {} leaves running", group.getName());
    }
  }

  /** To look takes longer than a timer has. */
  private void begin() {
    Thread thread = new Thread(this::tell, "left-threads");
    thread.setDaemon(true);
    thread.start();
  }

  /** Says in the log what still runs. */
  void tell() {
    String names =
        Stream.concat(threads().map(Thread::getName), virtual()).collect(Collectors.joining(", "));
    if (!names.isEmpty()) {
      log.warn(
          "{} has ended, and still runs threads that hold on to its memory; stop() should end them: {}",
          group.getName(),
          names);
    }
  }

  private Stream<String> virtual() {
    String name = group.getName();
    return LIVING.contains(name) ? Stream.empty() : VirtualThreads.running(name).stream();
  }

  private Stream<Thread> threads() {
    ThreadGroup all = group;
    while (all.getParent() != null) {
      all = all.getParent();
    }
    Thread[] living = new Thread[all.activeCount() + SPARE];
    int count = all.enumerate(living, true);
    return Arrays.stream(living, 0, count).filter(this::isOfTheApp);
  }

  private boolean isOfTheApp(Thread thread) {
    ThreadGroup its = thread.getThreadGroup();
    ClassLoader context = thread.getContextClassLoader();
    return (its != null && group.parentOf(its)) || (context != null && loader.refersTo(context));
  }
}
