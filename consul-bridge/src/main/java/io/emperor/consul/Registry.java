package io.emperor.consul;

import io.emperor.api.ConsulException;
import io.emperor.api.ConsulException.Applied;
import io.emperor.api.ConsulException.Kind;
import io.emperor.api.Health;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every service that should be in Consul, by service ID. */
final class Registry {

  private static final Logger log = LoggerFactory.getLogger(Registry.class);

  private final ConcurrentMap<String, DesiredService> services = new ConcurrentHashMap<>();
  private final Workshop workshop;
  private final String owner;
  private final boolean sweeps;
  private boolean swept; // by the reconciler's thread alone

  Registry(Workshop workshop, String owner, boolean sweeps) {
    this.workshop = workshop;
    this.owner = owner;
    this.sweeps = sweeps;
  }

  Registration register(ServiceDefinition given, Health health) {
    ServiceDefinition definition = owned(given);
    CompletableFuture<Void> registered = new CompletableFuture<>();
    DesiredService service =
        services.compute(
            definition.id(), (id, present) -> taking(definition, health, registered, present));
    service.want(want -> want);
    return new OwnRegistration(this, workshop, service, registered);
  }

  /** Inside the map's lock on the ID, so that of two takers one wins. */
  private DesiredService taking(
      ServiceDefinition definition,
      Health health,
      CompletableFuture<Void> registered,
      @Nullable DesiredService present) {
    if (present == null) {
      DesiredService service = service(definition.id(), Want.of(definition, registered));
      service.health(health);
      return service;
    }
    if (present.definition() != null) {
      throw new ServiceIdTakenException(definition.id(), present.vassal());
    }
    present.health(health);
    present.want(want -> want.replacedBy(definition, registered));
    return present;
  }

  private DesiredService service(String id, Want want) {
    return new DesiredService(id, want, workshop, this::forget);
  }

  private void forget(DesiredService gone) {
    services.computeIfPresent(
        gone.id(), (id, present) -> present == gone && gone.isGone() ? null : present);
  }

  /** The definition with this emperor's name in it: by that it is known to be ours. */
  ServiceDefinition owned(ServiceDefinition given) {
    return given.withMeta("emperor", owner);
  }

  /** What is wanted now. */
  Map<DesiredService, Want> wants() {
    Map<DesiredService, Want> wants = new HashMap<>();
    services.values().forEach(service -> wants.put(service, service.want()));
    return wants;
  }

  /**
   * Compares everything with what the agent has, and writes the differences soon.
   *
   * @param before what was wanted before the agent was asked
   * @return whether nothing was found to do
   */
  boolean compare(AgentServices.Listing listing, Map<DesiredService, Want> before) {
    boolean clean = true;
    for (DesiredService service : services.values()) {
      clean &= service.compare(listing, before.get(service));
    }
    if (sweeps && !swept) {
      swept = true;
      clean &= sweep(listing, before);
    }
    return clean;
  }

  /**
   * Removes what an earlier run of this emperor left behind. Once: later there is nothing of that
   * kind, but perhaps the services of another emperor that was given the same name by mistake.
   */
  private boolean sweep(AgentServices.Listing listing, Map<DesiredService, Want> before) {
    Set<String> known =
        before.keySet().stream().map(DesiredService::id).collect(Collectors.toSet());
    List<String> ghosts =
        listing.services().values().stream()
            .filter(found -> found.isOf(owner) && !known.contains(found.id()))
            .map(AgentServices.Found::id)
            .toList();
    ghosts.forEach(this::removeGhost);
    return ghosts.isEmpty();
  }

  private void removeGhost(String id) {
    Want none = new Want(null, false, false, List.of());
    DesiredService ghost = service(id, none);
    if (services.putIfAbsent(id, ghost) == null) {
      log.info("Removing service '{}', which an earlier run of '{}' left behind", id, owner);
      ghost.want(want -> want);
    }
  }

  /** Writes what is not in sync, without a comparison. */
  void writeAll() {
    services.values().forEach(service -> service.want(want -> want));
  }

  void assertHealth() {
    services.values().forEach(DesiredService::assertHealth);
  }

  /** Tells everybody who waits for a removal that it will not come. */
  void abandon() {
    for (DesiredService service : services.values()) {
      Want want = service.want();
      if (want.definition() == null) {
        ConsulException failure =
            new ConsulException(
                Kind.UNAVAILABLE,
                Applied.UNKNOWN,
                "deregistering service '" + service.id() + "' was not confirmed before the end",
                null);
        want.waiting().forEach(waiting -> waiting.completeExceptionally(failure));
      }
    }
  }
}
