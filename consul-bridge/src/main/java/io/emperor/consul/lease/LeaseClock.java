package io.emperor.consul.lease;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The time by which leases count: the monotonic clock, which stands still while the machine is
 * suspended, and the time since boot, which does not. More time has passed when either says so. The
 * origin of both is the machine's start, so that processes of one machine may exchange moments.
 *
 * @param nanos nanoseconds, as {@link System#nanoTime}
 * @param sinceBoot nanoseconds since the machine was started, suspension included
 */
public record LeaseClock(LongSupplier nanos, LongSupplier sinceBoot) {

  private static final Path UPTIME = Path.of("/proc/uptime");

  /**
   * A moment.
   *
   * @param nanos by the monotonic clock
   * @param sinceBoot by the time since boot
   */
  public record Moment(long nanos, long sinceBoot) {

    /** Nanoseconds from this moment to a later one. */
    long until(Moment later) {
      return Math.max(later.nanos - nanos, later.sinceBoot - sinceBoot);
    }
  }

  /**
   * The machine's clocks. Where there is no {@code /proc/uptime}, the monotonic one stands for
   * both.
   */
  public static LeaseClock ofMachine() {
    return Files.isReadable(UPTIME)
        ? new LeaseClock(System::nanoTime, LeaseClock::uptime)
        : new LeaseClock(System::nanoTime, System::nanoTime);
  }

  private static long uptime() {
    try {
      String line = new String(Files.readAllBytes(UPTIME), StandardCharsets.US_ASCII);
      double seconds = Double.parseDouble(line.substring(0, line.indexOf(' ')));
      return (long) (seconds * TimeUnit.SECONDS.toNanos(1));
    } catch (IOException | RuntimeException e) {
      return System.nanoTime(); // no file descriptor is left, say
    }
  }

  public Moment now() {
    return new Moment(nanos.getAsLong(), sinceBoot.getAsLong());
  }
}
