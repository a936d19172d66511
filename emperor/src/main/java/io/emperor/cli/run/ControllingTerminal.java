package io.emperor.cli.run;

import java.io.FileInputStream;
import java.io.IOException;

/**
 * The terminal that the emperor was started in, if it was. When that is closed, the kernel sends
 * SIGHUP, which means something else to a daemon.
 */
final class ControllingTerminal {

  private final boolean wasThere = isThere();

  /** Whether there was one when this was made, and now there is none. */
  boolean isGone() {
    return wasThere && !isThere();
  }

  private static boolean isThere() {
    try {
      new FileInputStream("/dev/tty").close();
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
