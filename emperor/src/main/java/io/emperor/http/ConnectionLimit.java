package io.emperor.http;

import io.emperor.port.OpenFiles;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of a web server. There are never so many that no file is left to be opened for
 * anything else: when the places are taken, those whose clients have kept them waiting the longest
 * are closed, be it for a request or for an answer to be read. Whoever waits for an app stays.
 * Thread safe.
 */
final class ConnectionLimit {

  private static final Logger log = LoggerFactory.getLogger(ConnectionLimit.class);

  private static final Duration BETWEEN_COMPLAINTS = Duration.ofMinutes(1);
  private static final int PART_OF_VASSALS = 2;
  private static final int PART_OF_OPERATORS = 8;
  private static final int FEWEST_OPERATORS = 16;
  private static final int MOST_OPERATORS = 256;

  /** So many places are kept free: a connection can't be closed before it has been opened. */
  private static final int PART_KEPT_FREE = 8;

  /** So many connections go at once, so that they are not looked for each time. */
  private static final int PART_THAT_GOES = 16;

  private final String whose;
  private final int most;
  private final Set<SocketChannel> present = ConcurrentHashMap.newKeySet();
  private boolean full; // guarded by this
  private @Nullable Instant complained; // guarded by this

  /** For how long a connection waits, as it was when they were compared. */
  private record Waiting(PortEndPoint connection, long millis) {}

  ConnectionLimit(String whose, int most) {
    this.whose = whose;
    this.most = most;
  }

  /** Of the vassals of one JVM: half of what may be open. */
  static ConnectionLimit ofVassals() {
    return new ConnectionLimit("the vassals' ports", OpenFiles.most() / PART_OF_VASSALS);
  }

  /** Of the admin endpoint: an eighth of what may be open, and no more than it ever needs. */
  static ConnectionLimit ofOperators() {
    int share = Math.max(FEWEST_OPERATORS, OpenFiles.most() / PART_OF_OPERATORS);
    return new ConnectionLimit("the admin endpoint", Math.min(MOST_OPERATORS, share));
  }

  /**
   * Finds a place for one more.
   *
   * @param others the connections that are open
   * @return whether there was one
   */
  synchronized boolean admit(SocketChannel channel, Collection<PortEndPoint> others) {
    if (present.size() >= most - most / PART_KEPT_FREE) {
      makeRoom(others);
    }
    if (present.size() >= most) {
      return false;
    }
    present.add(channel);
    return true;
  }

  /** No file is left for one more, whoever has them: closes some of what only waits. */
  synchronized void starve(Collection<PortEndPoint> others, IOException failure) {
    Instant now = Instant.now();
    if (complained == null || complained.plus(BETWEEN_COMPLAINTS).isBefore(now)) {
      complained = now;
      log.warn("{}: connections can't be accepted now: {}", whose, failure.getMessage());
    }
    closeLongestWaiting(others);
  }

  private void makeRoom(Collection<PortEndPoint> others) {
    if (!full) {
      full = true;
      log.warn(
          "{}: {} connections are open, and no more than {} may be: those whose clients keep them"
              + " waiting the longest are closed",
          whose,
          present.size(),
          most);
    }
    closeLongestWaiting(others);
    present.removeIf(channel -> !channel.isOpen());
  }

  private void closeLongestWaiting(Collection<PortEndPoint> others) {
    others.stream()
        .filter(PortEndPoint::waitsForClient)
        .map(connection -> new Waiting(connection, connection.getIdleFor()))
        .sorted(Comparator.comparingLong(Waiting::millis).reversed())
        .limit(Math.max(1, most / PART_THAT_GOES))
        .forEach(waiting -> waiting.connection().close());
  }

  synchronized void leave(SocketChannel channel) {
    present.remove(channel);
    if (full && present.size() < most / 2) {
      full = false;
      log.info("{}: there is room for connections again", whose);
    }
  }
}
