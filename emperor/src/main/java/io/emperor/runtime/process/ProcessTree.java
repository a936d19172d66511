package io.emperor.runtime.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Every process of one child, also those whose parents are gone: whoever was seen once is
 * remembered, and whoever was never seen is found by its mark, on Linux. A handle knows its process
 * by the time when it began, too, and is never taken for another one of the same ID. Thread safe.
 */
final class ProcessTree {

  private final ProcessMark mark;
  private final Set<ProcessHandle> seen = ConcurrentHashMap.newKeySet();

  ProcessTree(ProcessMark mark, ProcessHandle root) {
    this.mark = mark;
    seen.add(root);
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
  List<ProcessHandle> living() {
    ProcessTable table = ProcessTable.now();
    table.all().stream().filter(mark::isOn).forEach(seen::add);
    see(table);
    return seen.stream().filter(ProcessTree::isRunning).toList();
  }

  /** A zombie has ended, even if whoever has adopted it never asks how. */
  static boolean isRunning(ProcessHandle process) {
    return process.isAlive() && !isZombie(process);
  }

  private static boolean isZombie(ProcessHandle process) {
    try {
      Path stat = Path.of("/proc", Long.toString(process.pid()), "stat");
      String text = Files.readString(stat, StandardCharsets.ISO_8859_1);
      return text.startsWith(") Z ", text.lastIndexOf(')')); // the name before it may be anything
    } catch (IOException e) {
      return false; // it has just ended, or this is no Linux
    }
  }
}
