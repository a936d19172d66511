package io.emperor.runtime.shared;

import java.lang.management.ManagementFactory;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.management.JMException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The class loaders of apps that the JVM has not collected yet: as long as one is there, the native
 * libraries that its app has loaded can't be loaded by another. Thread safe.
 */
final class LoadersInMemory {

  private static final Logger log = LoggerFactory.getLogger(LoadersInMemory.class);
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final long PAUSE_MILLIS = 100;

  private final ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();
  private final Map<String, List<WeakReference<ClassLoader>>> loaders = new HashMap<>();

  /** Another loader of a vassal's. */
  synchronized void add(String vassal, ClassLoader loader) {
    loaders.values().forEach(LoadersInMemory::forgetCollected);
    loaders.values().removeIf(List::isEmpty);
    loaders
        .computeIfAbsent(vassal, name -> new ArrayList<>())
        .add(new WeakReference<>(loader, collected));
  }

  /** Collects what is left of a vassal that does not run, for some seconds at most. */
  void collect(String vassal) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (isAnyLeft(vassal)) {
      if (System.nanoTime() - end > 0) {
        log.warn("{} has ended, and something still holds on to its classes", vassal);
        return;
      }
      collectAll();
      try {
        Object unused = collected.remove(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /**
   * Finds all that nobody holds on to. {@code System.gc()} may be a search beside the running apps,
   * which takes for alive what dies during it; what the JVM counts is what a whole one has left.
   */
  private static void collectAll() {
    try {
      Object unused =
          ManagementFactory.getPlatformMBeanServer()
              .invoke(
                  new ObjectName("com.sun.management:type=DiagnosticCommand"),
                  "gcClassHistogram",
                  new Object[] {new String[0]},
                  new String[] {String[].class.getName()});
    } catch (JMException e) {
      System.gc(); // a JVM that does not know it
    }
  }

  private synchronized boolean isAnyLeft(String vassal) {
    List<WeakReference<ClassLoader>> left = loaders.getOrDefault(vassal, new ArrayList<>());
    forgetCollected(left);
    return !left.isEmpty();
  }

  private static void forgetCollected(List<WeakReference<ClassLoader>> left) {
    left.removeIf(loader -> loader.refersTo(null));
  }
}
