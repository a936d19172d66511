package io.emperor.runtime.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What Linux tells of a process in {@code /proc/PID/stat}.
 *
 * @param state one letter, as {@code ps} shows it
 * @param start when it began, in the kernel's ticks since the machine did: together with its ID
 *     nobody else's
 */
public record ProcessStat(char state, long start) {

  /** Where the state and the start are, behind the name. */
  private static final int STATE = 0;

  private static final int START = 19;

  /**
   * Looks at a process.
   *
   * @param pid its ID
   * @return empty if it has just ended, or this is no Linux
   */
  public static Optional<ProcessStat> of(long pid) {
    Path stat = Path.of("/proc", Long.toString(pid), "stat");
    try {
      return Optional.of(read(Files.readString(stat, StandardCharsets.ISO_8859_1)));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  /** The name, which stands before all this in parentheses, may be anything. */
  static ProcessStat read(String text) {
    String[] words = text.substring(text.lastIndexOf(") ") + 2).split(" ", -1);
    return new ProcessStat(words[STATE].charAt(0), Long.parseLong(words[START].strip()));
  }

  boolean isZombie() {
    return state == 'Z';
  }

  /** By a signal, or by a debugger. */
  boolean isStopped() {
    return state == 'T' || state == 't';
  }

  /** In a call of the kernel's that is not interrupted: a signal counts before it goes on. */
  boolean isInKernel() {
    return state == 'D';
  }
}
