package io.emperor.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Every living process of one child, also those whose parents are gone: on Linux they are found by
 * a mark that stands in the environment, which is inherited. Elsewhere the child's descendants are
 * found.
 *
 * @param mark the variable with its value
 * @param roots processes whose descendants belong to it, too
 */
record ProcessTree(String mark, List<ProcessHandle> roots) {

  private static final Path PROC = Path.of("/proc");

  /** The processes that live now. */
  List<ProcessHandle> living() {
    Stream<ProcessHandle> marked =
        Files.isDirectory(PROC) ? ProcessHandle.allProcesses().filter(this::isMarked) : Stream.of();
    Stream<ProcessHandle> related =
        roots.stream()
            .filter(ProcessHandle::isAlive) // a dead one's ID may be somebody else's
            .flatMap(root -> Stream.concat(Stream.of(root), root.descendants()));
    return Stream.concat(marked, related).distinct().filter(ProcessHandle::isAlive).toList();
  }

  private boolean isMarked(ProcessHandle process) {
    try {
      Path environment = PROC.resolve(Long.toString(process.pid())).resolve("environ");
      String text = Files.readString(environment, StandardCharsets.ISO_8859_1);
      return ("\0" + text).contains("\0" + mark);
    } catch (IOException e) {
      // Another user's, or it has just ended.
      return false;
    }
  }
}
