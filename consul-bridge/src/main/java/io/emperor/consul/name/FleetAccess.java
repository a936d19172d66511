package io.emperor.consul.name;

import io.emperor.consul.lease.FleetView;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fleet as apps are let at it: by the emperor itself, or by what keeps them in a JVM of their
 * own. Safe for use by many threads.
 */
public interface FleetAccess extends AutoCloseable {

  /** The names of one generation of an app. */
  AppNames names(AppIdentity app);

  /** Looks at names. */
  FleetReads reads();

  /** Writes with a lease. */
  FencedWrites writes();

  /** An emperor joins its fleet. */
  default void join() {}

  /**
   * Asks for the fleet as it is. Takes a second when nobody has asked for a while, because who is
   * alive shows by what changes.
   *
   * @throws io.emperor.api.ConsulException if it can't be read
   */
  default FleetView view() {
    throw new IllegalStateException("only an emperor looks at its fleet");
  }

  /** The slots of the fleet. */
  default FleetSlots slots() {
    throw new IllegalStateException("only an emperor has slots");
  }

  /**
   * The names of one generation of an app in a JVM of its own.
   *
   * @param slot the slot of an instance
   * @param line sends it a line; done when that is written
   */
  default NamesHost host(
      AppIdentity app, @Nullable HeldSlot slot, Function<String, CompletableFuture<Void>> line) {
    throw new IllegalStateException("only an emperor keeps names for others");
  }

  /** The slot of the instance that runs in this JVM of its own; waits for the emperor's word. */
  default Optional<HeldSlot> instance() {
    return Optional.empty();
  }

  /** Takes a line of the emperor's, in a JVM of an app's own. */
  default void received(String text) {}

  /** Ends it, within some seconds. */
  @Override
  void close();
}
