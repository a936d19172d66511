package io.emperor.runtime.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What processes take of the machine, where the system tells it in files as Linux does. Asks anew
 * each time, which costs the system up to some milliseconds for a large process. Thread safe.
 */
public final class ProcessUse {

  private static final long BYTES_PER_KB = 1024;

  private final Path proc;

  /**
   * Looks at a system.
   *
   * @param proc where it tells of its processes, {@code /proc}
   */
  public ProcessUse(Path proc) {
    this.proc = proc;
  }

  /**
   * The memory of one process, without those that it has started: its share of what it has in
   * common with others, or all of that where the system does not tell the share.
   *
   * @param pid the process
   * @return bytes; empty if it has ended, or the system does not tell
   */
  public OptionalLong memory(long pid) {
    OptionalLong proportional = bytes(pid, "smaps_rollup", "Pss:");
    return proportional.isPresent() ? proportional : bytes(pid, "status", "VmRSS:");
  }

  /**
   * How many threads a process has.
   *
   * @param pid the process
   * @return empty if it has ended, or the system does not tell
   */
  public OptionalLong threads(long pid) {
    return number(pid, "status", "Threads:");
  }

  private OptionalLong bytes(long pid, String file, String key) {
    OptionalLong kilobytes = number(pid, file, key);
    return kilobytes.isPresent()
        ? OptionalLong.of(kilobytes.getAsLong() * BYTES_PER_KB)
        : kilobytes;
  }

  private OptionalLong number(long pid, String file, String key) {
    Path path = proc.resolve(Long.toString(pid)).resolve(file);
    try (Stream<String> lines = Files.lines(path, StandardCharsets.ISO_8859_1)) {
      return lines
          .map(line -> Arrays.asList(line.strip().split("\\s+", -1)))
          .filter(words -> words.size() > 1 && words.get(0).equals(key))
          .mapToLong(words -> Long.parseLong(words.get(1)))
          .findFirst();
    } catch (IOException | RuntimeException e) {
      return OptionalLong.empty(); // it has ended, is another user's, or this is no Linux
    }
  }
}
