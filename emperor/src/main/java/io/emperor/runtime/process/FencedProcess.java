package io.emperor.runtime.process;

/**
 * A program that runs for as long as a lease is held, as somebody else than the emperor may know it
 * with all that it has started.
 *
 * @param pid its ID
 * @param start when it began, as {@link ProcessStat#start}
 * @param variable stands in the environment of all its processes, unless one clears it
 * @param file is open as the first free descriptor in all of them, unless one closes it
 */
public record FencedProcess(long pid, long start, String variable, String file) {

  /** Each of these is a line in a file. */
  public FencedProcess {
    if (variable.contains("\n") || file.contains("\n")) {
      throw new IllegalArgumentException("a name of two lines: " + variable + " " + file);
    }
  }
}
