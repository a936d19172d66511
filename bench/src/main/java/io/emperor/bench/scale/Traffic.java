package io.emperor.bench.scale;

import java.util.EnumMap;
import java.util.Map;

/** What Consul was asked for, by time. Used by one thread. */
final class Traffic {

  private static final long BUCKET = 100_000_000;
  private static final int PER_SECOND = 10;

  /** What is counted. */
  enum Kind {
    /** Entries of Raft's log, refused transactions too. */
    WRITES,
    /** Transactions of them that were refused. */
    REFUSED,
    /** Requests that read, and answers to watches. */
    READS,
    /** Answers to watches. */
    WAKE_UPS,
    /** Bytes of answers. */
    BYTES,
    /** Nanoseconds of processors. */
    PROCESSOR
  }

  private final Map<Kind, long[]> counts = new EnumMap<>(Kind.class);
  private final Timeline time;
  private final long begin;

  /** Counts from now on for some time. */
  Traffic(Timeline time, long nanos) {
    this.time = time;
    this.begin = time.now();
    for (Kind kind : Kind.values()) {
      counts.put(kind, new long[(int) (nanos / BUCKET) + 2]);
    }
  }

  void add(Kind kind, long count) {
    long[] buckets = counts.getOrDefault(kind, new long[0]);
    int at = (int) ((time.now() - begin) / BUCKET);
    if (at < buckets.length) {
      buckets[at] += count;
    }
  }

  /** All of it. */
  long sum(Kind kind) {
    long sum = 0;
    for (long count : counts.getOrDefault(kind, new long[0])) {
      sum += count;
    }
    return sum;
  }

  /** In each second until now. */
  double perSecond(Kind kind) {
    return sum(kind) * 1e9 / (time.now() - begin);
  }

  /** In the second in which it was most. */
  long peak(Kind kind) {
    long[] buckets = counts.getOrDefault(kind, new long[0]);
    long most = 0;
    long second = 0;
    for (int i = 0; i < buckets.length; i++) {
      second += buckets[i] - (i >= PER_SECOND ? buckets[i - PER_SECOND] : 0);
      most = Math.max(most, second);
    }
    return most;
  }
}
