package io.emperor.runtime.process;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Stops all processes of a child where they are, and has them go on. A stopped process does
 * nothing, not even end, unless it is killed.
 */
final class ProcessFreezer {

  private static final Duration LIMIT = Duration.ofSeconds(2);

  /** The first look that finds nobody may have missed who was born during it. */
  private static final int QUIET = 2;

  private static final long PAUSE_NANOS = 5_000_000;

  private final ProcessTree tree;
  private final ProcessHandle root;

  ProcessFreezer(ProcessTree tree, ProcessHandle root) {
    this.tree = tree;
    this.root = root;
  }

  /**
   * Stops them (SIGSTOP), the first one before what it has started, until none runs: some may be
   * born meanwhile. Blocks.
   *
   * @return whether none runs any more
   */
  boolean freeze() {
    long end = System.nanoTime() + LIMIT.toNanos();
    Set<ProcessHandle> told = new HashSet<>();
    int quiet = 0;
    while (quiet < QUIET && System.nanoTime() - end < 0) {
      List<ProcessHandle> running = running(told);
      quiet = running.isEmpty() ? quiet + 1 : 0;
      if (quiet == 0 && !stopped(running, told)) {
        return false;
      }
    }
    return quiet == QUIET;
  }

  private static boolean stopped(List<ProcessHandle> running, Set<ProcessHandle> told) {
    if (!told.addAll(running)) {
      LockSupport.parkNanos(PAUSE_NANOS); // all of them are about to stop
    }
    return Signals.send("STOP", running);
  }

  private List<ProcessHandle> running(Set<ProcessHandle> told) {
    return tree.living().stream()
        .filter(process -> isRunning(process, told.contains(process)))
        .sorted(Comparator.comparing(process -> !process.equals(root)))
        .toList();
  }

  private static boolean isRunning(ProcessHandle process, boolean told) {
    return ProcessStat.of(process.pid())
        .map(stat -> !stat.isStopped() && !(told && stat.isInKernel()))
        .orElse(false);
  }

  /**
   * Has them go on (SIGCONT). Blocks.
   *
   * @return whether they could be told
   */
  boolean resume() {
    return Signals.send("CONT", tree.living());
  }
}
