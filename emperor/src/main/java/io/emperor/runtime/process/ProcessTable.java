package io.emperor.runtime.process;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The processes of the machine at one moment.
 *
 * @param all each of them
 * @param children the same by the ID of the process that they are children of
 */
record ProcessTable(Set<ProcessHandle> all, Map<Long, List<ProcessHandle>> children) {

  /** Asks the system, which takes some milliseconds. */
  static ProcessTable now() {
    Set<ProcessHandle> all = ProcessHandle.allProcesses().collect(Collectors.toSet());
    Map<Long, List<ProcessHandle>> children = new HashMap<>();
    for (ProcessHandle process : all) {
      process
          .parent()
          .ifPresent(
              parent ->
                  children.computeIfAbsent(parent.pid(), none -> new ArrayList<>()).add(process));
    }
    return new ProcessTable(all, children);
  }

  /** The children that a process had; none of one whose ID is somebody else's by now. */
  List<ProcessHandle> childrenOf(ProcessHandle process) {
    return all.contains(process) ? children.getOrDefault(process.pid(), List.of()) : List.of();
  }
}
