package io.emperor.consul.app;

import io.emperor.api.Lease;
import io.emperor.consul.name.AppIdentity;
import io.emperor.consul.name.AppNames;
import io.emperor.consul.name.FleetAccess;
import io.emperor.consul.name.HeldSlot;
import io.emperor.consul.name.InstanceLease;
import io.emperor.consul.session.AppCallbacks;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What an app is in the fleet.
 *
 * @param fleet the fleet
 * @param serviceId the ID of its service
 * @param serviceName the name of its service
 * @param slot of an instance; may wait a moment
 */
public record InFleet(
    FleetAccess fleet, String serviceId, String serviceName, Supplier<Optional<HeldSlot>> slot) {

  AppNames names(String vassal, AppCallbacks callbacks) {
    return fleet.names(new AppIdentity(vassal, serviceId, serviceName, callbacks));
  }

  Optional<Lease> lease(AppCallbacks callbacks) {
    return slot.get().map(held -> new InstanceLease(held, callbacks));
  }
}
