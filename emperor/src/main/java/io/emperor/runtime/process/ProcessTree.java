package io.emperor.runtime.process;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Every process of one child, also those whose parents are gone: whoever was seen once is
 * remembered, and whoever was never seen is found by its mark, on Linux. A handle knows its process
 * by the time when it began, too, and is never taken for another one of the same ID. Thread safe.
 */
public final class ProcessTree {

  private final Predicate<ProcessHandle> marked;
  private final Set<ProcessHandle> seen = ConcurrentHashMap.newKeySet();

  ProcessTree(ProcessMark mark, ProcessHandle root) {
    this(mark::isOn, root);
  }

  private ProcessTree(Predicate<ProcessHandle> marked, ProcessHandle root) {
    this.marked = marked;
    seen.add(root);
  }

  /** Of a process whose environment is its own, so that nothing marks it. */
  public static ProcessTree unmarked(ProcessHandle root) {
    return new ProcessTree(process -> false, root);
  }

  /** Remembers the descendants of those that it knows, and forgets who has ended. */
  void see(ProcessTable table) {
    Deque<ProcessHandle> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      for (ProcessHandle child : table.childrenOf(open.remove())) {
        if (seen.add(child)) {
          open.add(child);
        }
      }
    }
    seen.removeIf(process -> !process.isAlive());
  }

  boolean knows(ProcessHandle process) {
    return seen.contains(process);
  }

  /** The processes that live now. Looks at all of the machine. */
  public List<ProcessHandle> living() {
    ProcessTable table = ProcessTable.now();
    table.all().stream().filter(marked).forEach(seen::add);
    see(table);
    return seen.stream().filter(ProcessTree::isRunning).toList();
  }

  /** A zombie has ended, even if whoever has adopted it never asks how. */
  public static boolean isRunning(ProcessHandle process) {
    return process.isAlive()
        && !ProcessStat.of(process.pid()).map(ProcessStat::isZombie).orElse(false);
  }
}
