package io.emperor.runtime.process;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Looks now and then which processes the children have, so that those are known which leave their
 * parents and all that they are known by. One look is for all children, and looking takes no more
 * than a hundredth of the time, however many there are. Thread safe.
 */
final class ProcessCensus {

  private static final int SHARE = 100;

  private final Set<ProcessTree> trees = ConcurrentHashMap.newKeySet();
  private final Executor executor;
  private final AtomicBoolean looking = new AtomicBoolean();
  private volatile long next = System.nanoTime();

  /**
   * Looks at nobody yet.
   *
   * @param executor what looks are done on
   */
  ProcessCensus(Executor executor) {
    this.executor = executor;
  }

  void add(ProcessTree tree) {
    trees.add(tree);
  }

  void remove(ProcessTree tree) {
    trees.remove(tree);
  }

  /** Looks soon, unless that was done just now. Does not block. */
  void look() {
    if (System.nanoTime() - next >= 0 && looking.compareAndSet(false, true)) {
      executor.execute(this::lookNow);
    }
  }

  private void lookNow() {
    long begin = System.nanoTime();
    try {
      ProcessTable table = ProcessTable.now();
      trees.forEach(tree -> tree.see(table));
    } finally {
      long end = System.nanoTime();
      next = end + SHARE * (end - begin);
      looking.set(false);
    }
  }
}
