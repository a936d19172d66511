package io.emperor.consul.name;

import io.emperor.consul.lease.Tenure;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The slot of the instance that runs in this JVM of its own, as the emperor tells of it. Safe for
 * use by many threads.
 */
final class HostedInstance {

  private final CompletableFuture<HeldSlot> slot = new CompletableFuture<>();

  void told(HeldSlot held) {
    slot.complete(held);
  }

  /** The emperor's lease was renewed in an epoch. */
  void renewed(long epoch, Tenure tenure) {
    HeldSlot held = slot.getNow(null);
    if (held != null && held.hold().epoch() == epoch) {
      held.heldUnder(tenure);
    }
  }

  /** Something with a fence is lost; answers whether that was the slot. */
  boolean lost(long fence, String how) {
    HeldSlot held = slot.getNow(null);
    return held != null && held.fence() == fence && held.lose(how);
  }

  /** The slot; empty if it is not told of in time. */
  Optional<HeldSlot> await(Duration limit) {
    try {
      return Optional.of(slot.get(limit.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException | ExecutionException e) {
      // It is not told of yet.
    }
    return Optional.empty();
  }
}
