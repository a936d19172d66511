package io.emperor.serf;

import java.time.Duration;

/**
 * What a connection puts up with.
 *
 * @param connect how long the way to the agent may take
 * @param answer how long an answer may take; afterwards the connection is given up
 * @param waiting how many records may wait for a listener
 * @param waitingBytes how large they may be together, as they came
 */
record Limits(Duration connect, Duration answer, int waiting, long waitingBytes) {

  static final Limits USUAL =
      new Limits(Duration.ofSeconds(2), Duration.ofSeconds(5), 1024, 32 << 20);
}
