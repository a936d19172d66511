package io.emperor.port;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of a relay. There are never so many that no file is left to be opened for
 * anything else: when the places are taken, some whose clients keep them waiting are closed. Who
 * waits for a program stays. Thread safe.
 */
final class RelayLimit {

  private static final Logger log = LoggerFactory.getLogger(RelayLimit.class);

  private static final Duration BETWEEN_COMPLAINTS = Duration.ofMinutes(1);

  /** Each connection takes two files, so all of them take a quarter of what may be open. */
  private static final int PART_OF_FILES = 8;

  /** So many places are kept free: a connection can't be closed before it has been opened. */
  private static final int PART_KEPT_FREE = 8;

  /** So many connections go at once, so that they are not looked for each time. */
  private static final int PART_THAT_GOES = 16;

  private final int most;
  private int present; // guarded by this
  private boolean full; // guarded by this
  private @Nullable Long complained; // guarded by this

  RelayLimit(int most) {
    this.most = most;
  }

  /** What suits this process. */
  static RelayLimit ofProcess() {
    return new RelayLimit(OpenFiles.most() / PART_OF_FILES);
  }

  /**
   * Takes a place.
   *
   * @param room told how many connections should go, if it gets tight
   * @return whether there was one
   */
  synchronized boolean admit(Room room) {
    if (present >= most - most / PART_KEPT_FREE) {
      crowded(room);
    }
    if (present >= most) {
      return false;
    }
    present++;
    return true;
  }

  private void crowded(Room room) {
    if (!full) {
      full = true;
      log.warn(
          "the relay: {} connections are open, and no more than {} may be: those whose clients keep"
              + " them waiting the longest are closed",
          present,
          most);
    }
    room.make(parting());
  }

  /** No file is left for one more, whoever has them. */
  synchronized void starve(Room room, IOException failure) {
    long now = System.nanoTime();
    if (complained == null || now - complained > BETWEEN_COMPLAINTS.toNanos()) {
      complained = now;
      log.warn("the relay: connections can't be accepted now: {}", failure.getMessage());
    }
    room.make(parting());
  }

  private int parting() {
    return Math.max(1, most / PART_THAT_GOES);
  }

  /** Gives a place back. */
  synchronized void leave() {
    present--;
    if (full && present < most / 2) {
      full = false;
      log.info("the relay: there is room for connections again");
    }
  }

  /** How many connections there are. */
  synchronized int present() {
    return present;
  }

  /** Closes connections. */
  interface Room {
    /**
     * Closes soon those whose clients have kept them waiting the longest.
     *
     * @param connections how many, at most
     */
    void make(int connections);
  }
}
