package io.emperor.bench.fleet;

import io.emperor.bench.peer.Directory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A program that writes its process's ID into a file when it starts, and then does nothing.
 *
 * @param file takes a line for each start
 */
record Starts(Path file) {

  Starts {
    Path unused = Directory.io(() -> Files.writeString(file, ""));
  }

  List<String> command() {
    return List.of("sh", "-c", "echo $$ >> " + file + "; exec sleep 600");
  }

  int count() {
    return pids().size();
  }

  /** How many that have started run at this moment: they are there, and nobody has stopped them. */
  long running() {
    return pids().stream().filter(Starts::runs).count();
  }

  /** Kills whatever was left behind. */
  void killAll() {
    pids().forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
  }

  private List<Long> pids() {
    return Directory.io(() -> Files.readString(file))
        .lines()
        .filter(line -> !line.isBlank())
        .map(Long::valueOf)
        .toList();
  }

  private static boolean runs(long pid) {
    Path stat = Path.of("/proc", Long.toString(pid), "stat");
    String text = Files.exists(stat) ? Directory.io(() -> Files.readString(stat)) : "";
    String state = text.substring(text.lastIndexOf(')') + 1).strip();
    return state.startsWith("S") || state.startsWith("R");
  }
}
