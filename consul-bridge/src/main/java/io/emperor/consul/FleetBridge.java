package io.emperor.consul;

import io.emperor.consul.lease.FleetView;
import io.emperor.consul.name.AppIdentity;
import io.emperor.consul.name.FleetAccess;
import io.emperor.consul.name.FleetSlots;
import io.emperor.consul.name.HeldSlot;
import io.emperor.consul.name.NamesHost;
import io.emperor.consul.session.AppCallbacks;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a bridge's owner is in the fleet. Safe for use by many threads. */
public final class FleetBridge {

  private final FleetAccess fleet;
  private final Inspector inspector;

  FleetBridge(FleetAccess fleet, Inspector inspector) {
    this.fleet = fleet;
    this.inspector = inspector;
  }

  /**
   * The fleet as it is now.
   *
   * @return completes within five seconds, on a thread of the bridge's that must not be blocked;
   *     with a {@link io.emperor.api.ConsulException} if Consul does not answer, refuses, or too
   *     many such questions wait
   */
  public CompletionStage<FleetView> view() {
    return inspector.look("looking at the fleet", fleet::view);
  }

  /**
   * The slots of the fleet, in which instances of vassals run.
   *
   * @return a view that goes on changing
   */
  public FleetSlots slots() {
    return fleet.slots();
  }

  /**
   * Has something asked of {@link #slots} that waits for Consul.
   *
   * @param what the call in words
   * @param question runs on a thread of the bridge's
   * @return as {@link #view}; with what the question has thrown
   */
  public <T> CompletionStage<T> asked(String what, Supplier<T> question) {
    return inspector.look(what, question::get);
  }

  /**
   * Keeps names for one generation of an app in a JVM of its own.
   *
   * @param vassal the vassal's name
   * @param serviceId the ID of its service
   * @param serviceName the name of its service
   * @param slot the slot of an instance; {@code null} for what is none
   * @param line sends it a line; done when that is written
   * @return takes its lines; the caller closes it when the app has ended
   */
  public NamesHost namesHost(
      String vassal,
      String serviceId,
      String serviceName,
      @Nullable HeldSlot slot,
      Function<String, CompletableFuture<Void>> line) {
    AppCallbacks none = new AppCallbacks(vassal, task -> {});
    return fleet.host(new AppIdentity(vassal, serviceId, serviceName, none), slot, line);
  }

  /**
   * Takes a line of the emperor's, in a bridge that {@link ConsulBridge#hosted} has made.
   *
   * @param text the line
   */
  public void received(String text) {
    fleet.received(text);
  }
}
