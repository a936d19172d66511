package io.emperor.bench.scale;

import io.emperor.consul.lease.LeaseWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * An emperor's lease, as {@code LeaseKeeper} and {@code LeaseWriter} keep it: renewed each retry
 * period, and at once when there is something to claim, with as many claims as there is room for. A
 * refused transaction renews nothing; what it was not refused for is sent again. Used by one
 * thread.
 */
final class KeptLease {

  private static final int OWN = 2;

  private final World world;
  private final SimulatedConsul consul;
  private final int emperor;
  private final NextTurn nextTurn;
  private final Deque<Claim> claims = new ArrayDeque<>();
  private long epoch;
  private long leaseIndex;
  private long renewedAt;
  private boolean isHeld = true;
  private boolean isSending;

  private record Claim(List<Operation> operations, Consumer<Boolean> result) {}

  KeptLease(World world, int emperor) {
    this.world = world;
    this.consul = world.consul();
    this.emperor = emperor;
    this.epoch = consul.keys().index(world.fleet().emperorKey(emperor));
    this.leaseIndex = consul.keys().index(world.fleet().leaseKey(emperor));
    nextTurn = new NextTurn(world, emperor, this::renew);
  }

  void begin() {
    nextTurn.in(world.phase(world.protocol().retry()));
  }

  boolean isHeld() {
    return isHeld;
  }

  /** Makes sure of the own epoch. */
  Operation check() {
    return Operation.check(world.fleet().emperorKey(emperor), epoch);
  }

  /** Has something written with the next renewal, which is sent at once. */
  void submit(List<Operation> operations, Consumer<Boolean> result) {
    claims.addLast(new Claim(operations, result));
    if (!isSending) {
      nextTurn.in(0);
    }
  }

  private void renew() {
    long sentAt = world.time().now();
    if (isHeld && sentAt - renewedAt >= world.protocol().deadline()) {
      world.lapsed();
      List.copyOf(claims).forEach(claim -> claim.result().accept(false));
      claims.clear();
    }
    isSending = true;
    List<Claim> batch = new ArrayList<>();
    List<Operation> operations = new ArrayList<>();
    operations.add(check());
    operations.add(Operation.cas(world.fleet().leaseKey(emperor), leaseIndex, Operation.LIVE));
    while (!claims.isEmpty()
        && operations.size() - OWN + claims.getFirst().operations().size() <= LeaseWriter.ROOM) {
      Claim claim = claims.removeFirst();
      batch.add(claim);
      operations.addAll(claim.operations());
    }
    consul.commit(operations, refused -> answered(sentAt, batch, refused));
  }

  private void answered(long sentAt, List<Claim> batch, List<Integer> refused) {
    if (world.isDead(emperor)) {
      return;
    }
    isSending = false;
    if (refused.isEmpty()) {
      leaseIndex = consul.keys().index(world.fleet().leaseKey(emperor));
      renewedAt = sentAt;
      batch.forEach(claim -> claim.result().accept(true));
      nextTurn.in(claims.isEmpty() ? world.protocol().retry() - (world.time().now() - sentAt) : 0);
    } else if (refused.get(0) < OWN) {
      batch.forEach(claim -> claim.result().accept(false));
      beginAnew();
    } else {
      settle(batch, refused);
      nextTurn.in(0);
    }
  }

  private void settle(List<Claim> batch, List<Integer> refused) {
    Deque<Claim> back = new ArrayDeque<>();
    int first = OWN;
    for (Claim claim : batch) {
      int end = first + claim.operations().size();
      int begin = first;
      if (refused.stream().anyMatch(position -> position >= begin && position < end)) {
        claim.result().accept(false);
      } else {
        back.addFirst(claim);
      }
      first = end;
    }
    back.forEach(claims::addFirst);
  }

  /** Another has taken over: what it had is not its own any more. */
  private void beginAnew() {
    isHeld = false;
    isSending = true;
    world.lost();
    consul.read(consul.emperor(), () -> this::join);
  }

  private void join() {
    int key = world.fleet().emperorKey(emperor);
    long sentAt = world.time().now();
    consul.commit(
        List.of(
            Operation.cas(key, consul.keys().index(key), Operation.LIVE),
            Operation.cas(world.fleet().leaseKey(emperor), leaseIndex, Operation.LIVE)),
        refused -> {
          isSending = false;
          isHeld = true;
          epoch = consul.keys().index(key);
          leaseIndex = consul.keys().index(world.fleet().leaseKey(emperor));
          renewedAt = sentAt;
          nextTurn.in(0);
        });
  }
}
