package io.emperor.port;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** The files and connections of this process. */
public final class OpenFiles {

  private OpenFiles() {}

  /**
   * How many may be open at a time.
   *
   * @return as many as an {@code int} can say, if there is no limit or none is known
   */
  public static int most() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
        ? (int) Math.min(Integer.MAX_VALUE, system.getMaxFileDescriptorCount())
        : Integer.MAX_VALUE;
  }
}
