package io.emperor.bench.scale;

import java.time.Duration;

/**
 * What requests cost Consul, measured at a server with its log on a disk, on the machine of the
 * other comparisons: docs/scale.md tells how.
 *
 * @param hop between an emperor and the leader, one way, at least; up to three times as much
 * @param sync for one round of Raft, however many entries are in it
 * @param entry what each entry adds to its round
 * @param write processor time for a transaction
 * @param read processor time for a request that reads
 * @param key what each key adds that is passed over for an answer and not in it
 * @param bytesPerMicrosecond how much of an answer is made in a microsecond of processor time
 * @param sent how much of all answers together the leader's network takes in a microsecond
 */
record ConsulCosts(
    Duration hop,
    Duration sync,
    Duration entry,
    Duration write,
    Duration read,
    Duration key,
    long bytesPerMicrosecond,
    long sent) {

  private static final Duration HOP = Duration.ofNanos(250_000);
  private static final Duration SYNC = Duration.ofNanos(1_700_000);
  private static final Duration WRITE = Duration.ofNanos(230_000);
  private static final Duration READ = Duration.ofNanos(95_000);
  private static final Duration KEY = Duration.ofNanos(85);
  private static final long BYTES = 200;

  /** 10 Gbit/s. */
  private static final long NETWORK = 1_250;

  /** A server that takes 4,350 writes a second at most. */
  static final ConsulCosts MEASURED =
      new ConsulCosts(HOP, SYNC, WRITE, WRITE, READ, KEY, BYTES, NETWORK);

  /** The same, but that nothing waits for anything else: shows what is asked for. */
  static final ConsulCosts UNBOUNDED =
      new ConsulCosts(HOP, SYNC, Duration.ZERO, WRITE, READ, KEY, BYTES, Long.MAX_VALUE);

  /** What one of so many has of it that all want as much at the same time. */
  ConsulCosts sharedBy(int many) {
    return new ConsulCosts(
        hop, sync, entry.multipliedBy(many), write, read, key, bytesPerMicrosecond, sent / many);
  }

  /** Nanoseconds of the leader's network for an answer. */
  long sending(long bytes) {
    return bytes * 1_000 / sent;
  }

  /** Nanoseconds of a processor for an answer. */
  long reading(long bytes) {
    return read.toNanos() + bytes * 1_000 / bytesPerMicrosecond;
  }
}
