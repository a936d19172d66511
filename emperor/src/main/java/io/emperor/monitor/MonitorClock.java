package io.emperor.monitor;

import java.time.Instant;

/** The two times that the monitor needs. */
interface MonitorClock {

  MonitorClock SYSTEM =
      new MonitorClock() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public Instant now() {
          return Instant.now();
        }
      };

  /** Time that only goes forward, for how long something rests. */
  long nanos();

  /** Time of day, to compare with files' time stamps. */
  Instant now();
}
