package io.emperor.consul.name;

import io.emperor.api.ConsulException;
import io.emperor.api.KeyValue;
import io.emperor.base.Backoff;
import io.emperor.consul.lease.Claim;
import io.emperor.consul.lease.Committed;
import io.emperor.consul.lease.LeaseContext;
import io.emperor.consul.lease.LeaseKeeper;
import io.emperor.consul.lease.Operation;
import io.emperor.consul.lease.Records;
import io.emperor.consul.lease.Records.NameRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes keys of names that nobody has: those given back, those that an unfinished call may have
 * left, and those of an epoch that is over. Each is removed by its modify index, so that never a
 * newer registration goes; and each is tried until Consul has said what became of it. Safe for use
 * by many threads.
 */
final class Leftovers {

  private static final Logger log = LoggerFactory.getLogger(Leftovers.class);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /** Keys removed in one transaction: a small part of what it may do, so that others get on. */
  private static final int BATCH = 32;

  private final LeaseContext context;
  private final LeaseKeeper keeper;
  private final Executor threads;
  private final Backoff backoff;
  private final AtomicInteger waiting = new AtomicInteger();

  /**
   * Makes one that has nothing to do.
   *
   * @param threads run requests that may take a while; take everything
   */
  Leftovers(LeaseContext context, LeaseKeeper keeper, Executor threads) {
    this.context = context;
    this.keeper = keeper;
    this.threads = threads;
    backoff = context.backoff(LONGEST_PAUSE);
  }

  /** How many releases Consul has not confirmed. */
  int waiting() {
    return waiting.get();
  }

  /**
   * Removes a key unless it has changed.
   *
   * @return done when it is certain that it is not this emperor's any more
   */
  CompletableFuture<Void> release(String key, long fence) {
    waiting.incrementAndGet();
    Claim claim = new Claim(hold -> List.of(Operation.delete(key, fence)));
    keeper.submit(claim);
    return claim
        .result()
        .handle(
            (result, failure) -> {
              waiting.decrementAndGet();
              return null;
            });
  }

  /**
   * Finds out whether a call that was given up has registered a name, and takes that back. Once a
   * later renewal is acknowledged, the call's can't be applied any more.
   *
   * @param id of the registration
   */
  void settle(String key, String id) {
    waiting.incrementAndGet();
    Claim barrier = new Claim(hold -> List.of());
    keeper.submit(barrier);
    var unused =
        barrier
            .result()
            .whenComplete((result, failure) -> threads.execute(() -> settled(key, id, 1)));
  }

  private void settled(String key, String id, int attempt) {
    try {
      context
          .store()
          .read(key)
          .filter(entry -> isOf(entry, id))
          .ifPresent(
              entry -> {
                var unused = release(key, entry.modifyIndex());
              });
      waiting.decrementAndGet();
    } catch (ConsulException e) {
      again(attempt, () -> settled(key, id, attempt + 1));
    }
  }

  private static boolean isOf(KeyValue entry, String id) {
    return Records.read(entry, NameRecord.class)
        .filter(record -> record.id().equals(id))
        .isPresent();
  }

  private void again(int attempt, Runnable task) {
    var unused =
        context.timer().in(Duration.ofMillis(backoff.millis(attempt)), () -> threads.execute(task));
  }

  /** Removes all names of an emperor from epochs that are over, in the background. */
  void sweep(String emperor, long lastEpoch) {
    threads.execute(() -> sweep(emperor, lastEpoch, 1));
  }

  private void sweep(String emperor, long lastEpoch, int attempt) {
    try {
      List<KeyValue> left =
          context.store().list(context.keys().names()).stream()
              .filter(entry -> isOver(entry, emperor, lastEpoch))
              .toList();
      for (int from = 0; from < left.size(); from += BATCH) {
        remove(left.subList(from, Math.min(left.size(), from + BATCH)));
      }
    } catch (ConsulException e) {
      log.debug("The names of {} can't be removed now: {}", emperor, e.getMessage());
      again(attempt, () -> sweep(emperor, lastEpoch, attempt + 1));
    }
  }

  private static boolean isOver(KeyValue entry, String emperor, long lastEpoch) {
    return Records.read(entry, NameRecord.class)
        .filter(record -> record.emperor().equals(emperor) && record.epoch() <= lastEpoch)
        .isPresent();
  }

  /** Those that somebody has claimed meanwhile stay. */
  private void remove(List<KeyValue> entries) {
    List<KeyValue> left = new ArrayList<>(entries);
    while (!left.isEmpty()) {
      List<Operation> operations =
          left.stream().map(entry -> Operation.delete(entry.key(), entry.modifyIndex())).toList();
      Committed committed = context.store().commit("removing names of the dead", operations);
      if (committed.isApplied()) {
        context.meters().removed(left.size());
        return;
      }
      List<KeyValue> unchanged = new ArrayList<>();
      for (int at = 0; at < left.size(); at++) {
        if (!committed.refused().contains(at)) {
          unchanged.add(left.get(at));
        }
      }
      left = unchanged;
    }
  }
}
