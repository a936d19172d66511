package io.emperor.cli.run;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How often systemd wants a sign of life, as the environment says. */
final class WatchdogInterval {

  private WatchdogInterval() {}

  /**
   * The time between two signs: half of what systemd waits for one.
   *
   * @param environment of this process
   * @param pid of this process: what another one was asked for means nothing here
   * @return null if none is wanted
   */
  static @Nullable Duration beat(Map<String, String> environment, long pid) {
    String own = Long.toString(pid);
    String limit = environment.getOrDefault("WATCHDOG_USEC", "");
    if (!environment.getOrDefault("WATCHDOG_PID", own).equals(own)
        || !limit.matches("[1-9][0-9]{0,15}")) {
      return null;
    }
    return Duration.ofNanos(Math.multiplyExact(Long.parseLong(limit), 1_000L)).dividedBy(2);
  }
}
