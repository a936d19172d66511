package io.emperor.bench.scale;

import io.emperor.base.TokenBucket;
import io.emperor.bench.scale.Traffic.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Consul as the fleet sees it: transactions go through Raft in rounds, one after another, and large
 * answers over the leader's network, one after another. Its processors never have too much to do;
 * what they do is counted. Used by one thread.
 */
final class SimulatedConsul {

  /** Bytes of one emperor's key by its name, and of what stands for everything about instances. */
  private static final int NAME = 45;

  private static final int NAMES = 150;

  /** From which on an answer waits for others; smaller ones find their way between them. */
  private static final long LARGE = 64 * 1024;

  private final Timeline time;
  private final Fleet fleet;
  private final boolean isTerse;
  private final ConsulCosts costs;
  private final EntrySizes sizes;
  private final Random random;
  private final KeyTable keys;
  private final List<Watch> watches = new ArrayList<>();
  private List<Transaction> waiting = new ArrayList<>();
  private boolean committing;
  private Traffic traffic;
  private long networkFreeAt;
  private long emperorsChanged = 1;
  private long instancesChanged = 1;

  private record Transaction(List<Operation> operations, Consumer<List<Integer>> answer) {}

  /** A blocking query that is asked again and again. */
  private final class Watch {
    private final boolean ofInstances;
    private final Runnable changed;
    private final TokenBucket bucket =
        new TokenBucket(10, Duration.ofMillis(100), () -> time.now());
    private long seen = 1;
    private boolean isWaiting = true;
    private boolean isOver;

    Watch(boolean ofInstances, Runnable changed) {
      this.ofInstances = ofInstances;
      this.changed = changed;
    }

    void look() {
      long index = ofInstances ? instancesChanged : emperorsChanged;
      if (isWaiting && !isOver && index != seen) {
        isWaiting = false;
        seen = index;
        traffic.add(Kind.WAKE_UPS, 1);
        time.in(hop() + answered(), this::told);
      }
    }

    /** Counts the answer; nanoseconds until it has gone. */
    private long answered() {
      if (!isTerse) {
        return counted(ofInstances ? instances() : emperors(), 0);
      }
      return ofInstances
          ? counted(NAMES, fleet.slots() + fleet.emperors())
          : counted((long) NAME * fleet.emperors(), fleet.emperors());
    }

    private void told() {
      changed.run();
      time.in(
          bucket.take() + hop(),
          () -> {
            isWaiting = true;
            look();
          });
    }
  }

  SimulatedConsul(Timeline time, Fleet fleet, Protocol protocol, ConsulCosts costs, Random random) {
    this.time = time;
    this.fleet = fleet;
    this.costs = costs;
    this.sizes = EntrySizes.of(fleet.vassals());
    this.isTerse = protocol.terse();
    this.random = random;
    this.keys = new KeyTable(fleet);
    this.traffic = new Traffic(time, 0);
  }

  KeyTable keys() {
    return keys;
  }

  /** Counts anew. */
  Traffic count(long nanos) {
    traffic = new Traffic(time, nanos);
    return traffic;
  }

  /** Bytes of all emperors' own keys. */
  long emperors() {
    return (long) sizes.emperor() * fleet.emperors();
  }

  /** Bytes of everything about instances. */
  long instances() {
    return (long) sizes.slot() * fleet.slots() + (long) sizes.report() * fleet.emperors();
  }

  /** Bytes of so many leases. */
  long leases(int count) {
    return (long) sizes.lease() * count;
  }

  /** Bytes of one emperor's key. */
  long emperor() {
    return sizes.emperor();
  }

  private long hop() {
    long least = costs.hop().toNanos();
    return least + (long) (random.nextDouble() * 2 * least);
  }

  /** Counts an answer; nanoseconds until it has gone. */
  private long counted(long bytes, long passedOver) {
    long processor = costs.reading(bytes) + passedOver * costs.key().toNanos();
    traffic.add(Kind.READS, 1);
    traffic.add(Kind.BYTES, bytes);
    traffic.add(Kind.PROCESSOR, processor);
    if (bytes < LARGE) {
      return processor;
    }
    networkFreeAt = Math.max(networkFreeAt, time.now()) + costs.sending(bytes);
    return processor + networkFreeAt - time.now();
  }

  /**
   * Reads something.
   *
   * @param bytes of the answer
   * @param look run at the leader; what it answers is run when the answer has come
   */
  void read(long bytes, Look look) {
    time.in(
        hop(),
        () -> {
          long gone = counted(bytes, 0);
          Runnable seen = look.atLeader();
          time.in(hop() + gone, seen);
        });
  }

  /** What is made of an answer. */
  @FunctionalInterface
  interface Look {
    Runnable atLeader();
  }

  /** Commits a transaction; the answer is told the positions that were refused. */
  void commit(List<Operation> operations, Consumer<List<Integer>> answer) {
    time.in(
        hop(),
        () -> {
          waiting.add(new Transaction(List.copyOf(operations), answer));
          begin();
        });
  }

  private void begin() {
    if (!committing && !waiting.isEmpty()) {
      committing = true;
      List<Transaction> round = waiting;
      waiting = new ArrayList<>();
      time.in(
          costs.sync().toNanos() + costs.entry().toNanos() * round.size(), () -> committed(round));
    }
  }

  private void committed(List<Transaction> round) {
    for (Transaction transaction : round) {
      List<Integer> refused = keys.apply(transaction.operations());
      traffic.add(Kind.WRITES, 1);
      traffic.add(Kind.REFUSED, refused.isEmpty() ? 0 : 1);
      traffic.add(Kind.PROCESSOR, costs.write().toNanos());
      if (refused.isEmpty()) {
        for (Operation operation : transaction.operations()) {
          instancesChanged += operation.writes() && fleet.isInstanceKey(operation.key()) ? 1 : 0;
          emperorsChanged += operation.writes() && fleet.isEmperorKey(operation.key()) ? 1 : 0;
        }
      }
      time.in(hop(), () -> transaction.answer().accept(refused));
    }
    committing = false;
    watches.forEach(Watch::look);
    begin();
  }

  /** Tells of changes of emperors and of everything about instances; the answer ends it. */
  Runnable watch(Runnable changed) {
    Watch emperors = new Watch(false, changed);
    Watch instances = new Watch(true, changed);
    watches.add(emperors);
    watches.add(instances);
    return () -> {
      emperors.isOver = true;
      instances.isOver = true;
    };
  }
}
