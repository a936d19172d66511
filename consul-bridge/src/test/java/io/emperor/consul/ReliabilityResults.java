package io.emperor.consul;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * Where tests write down what they measured: a line {@code fault|promise|figure|measured} each, at
 * the end of the file that the system property {@code reliability.results} names, by default {@code
 * target/reliability-results.txt} of the module. The page about reliability is made of it; of two
 * lines about the same the later one counts.
 */
public final class ReliabilityResults {

  private static final String DEFAULT = "target/reliability-results.txt";

  private ReliabilityResults() {}

  /** The file of the module whose tests are running. */
  public static Path file() {
    return Path.of(System.getProperty("reliability.results", DEFAULT));
  }

  /** Writes down a time that has a limit, and whether that was kept. */
  public static void time(String fault, String promise, Duration limit, Duration measured) {
    String mark = measured.compareTo(limit) <= 0 ? "" : ", **not reached**";
    record(fault, promise, "≤ " + limit.toMillis() + " ms", measured.toMillis() + " ms" + mark);
  }

  /** Writes down a number that should be zero. */
  public static void none(String fault, String promise, long measured) {
    record(fault, promise, "0", Long.toString(measured));
  }

  /**
   * Writes down what was measured.
   *
   * @param fault what was broken
   * @param promise what should hold all the same
   * @param figure the figure that is promised
   * @param measured the figure that was seen, with its unit
   */
  public static synchronized void record(
      String fault, String promise, String figure, String measured) {
    String line = String.join("|", fault, promise, figure, measured);
    System.out.println("reliability: " + line);
    try {
      Path file = file().toAbsolutePath();
      Files.createDirectories(file.getParent());
      Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
