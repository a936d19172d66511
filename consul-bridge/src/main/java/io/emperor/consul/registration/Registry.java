package io.emperor.consul.registration;

import io.emperor.api.ConsulException;
import io.emperor.api.ConsulException.Applied;
import io.emperor.api.ConsulException.Kind;
import io.emperor.api.Health;
import io.emperor.consul.http.Outcome;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every service that should be in Consul, by service ID as the catalog compares it. */
public final class Registry {

  private static final Logger log = LoggerFactory.getLogger(Registry.class);

  private final ConcurrentMap<String, DesiredService> services = new ConcurrentHashMap<>();
  private final RegistrationContext context;
  private final String owner;
  private final boolean sweeps;

  public Registry(RegistrationContext context, String owner, boolean sweeps) {
    this.context = context;
    this.owner = owner;
    this.sweeps = sweeps;
  }

  public Registration register(ServiceDefinition given, Health health, Maintenance maintenance) {
    ServiceDefinition definition = owned(given);
    CompletableFuture<Void> registered = new CompletableFuture<>();
    DesiredService service =
        services.compute(
            ServiceDefinition.folded(definition.id()),
            (key, present) ->
                taking(
                    definition.id(),
                    DesiredState.of(definition, maintenance, registered),
                    health,
                    present));
    service.writeSoon();
    return new RegistrationHandle(this, context, service, registered);
  }

  /** Inside the map's lock on the ID, so that of two takers one wins. */
  private DesiredService taking(
      String id, DesiredState wanted, Health health, @Nullable DesiredService present) {
    if (present == null) {
      DesiredService service = service(id, wanted, context.agents().best());
      service.health(health);
      return service;
    }
    if (present.definition() != null) {
      throw new ServiceIdTakenException(id, present.id(), present.vassal());
    }
    present.want(want -> want.takenOverBy(wanted), health);
    return present;
  }

  private DesiredService service(String id, DesiredState want, AgentConnection connection) {
    return new DesiredService(id, owner, want, connection, context, this::forget);
  }

  private void forget(DesiredService gone) {
    services.computeIfPresent(
        ServiceDefinition.folded(gone.id()),
        (key, present) -> present == gone && gone.isGone() ? null : present);
  }

  /** The definition with this emperor's name in it: by that it is known to be ours. */
  ServiceDefinition owned(ServiceDefinition given) {
    return given.withMeta("emperor", owner);
  }

  /** Where a service is registered; where a new one would be if it is not known. */
  public AgentConnection connectionOf(String serviceId) {
    DesiredService known = known(serviceId);
    return known == null ? context.agents().best() : known.connection();
  }

  private @Nullable DesiredService known(String serviceId) {
    return services.get(ServiceDefinition.folded(serviceId));
  }

  boolean hasSeveralAgents() {
    return context.agents().areSeveral();
  }

  /** What is wanted now. */
  Map<DesiredService, DesiredState> wants() {
    Map<DesiredService, DesiredState> wants = new HashMap<>();
    services.values().forEach(service -> wants.put(service, service.want()));
    return wants;
  }

  /**
   * Compares everything with what an agent has, and writes the differences soon.
   *
   * @param before what was wanted before the agent was asked
   * @param first whether the agent answers for the first time
   * @return what is left to do
   */
  Outcome compare(
      AgentConnection connection,
      AgentServices.Listing listing,
      Map<DesiredService, DesiredState> before,
      boolean first) {
    Outcome outcome = Outcome.CLEAN;
    for (DesiredService service : services.values()) {
      if (service.connection() == connection) {
        outcome = outcome.and(service.compare(listing, before.get(service)));
      }
    }
    return outcome.and(sweep(connection, listing, first && sweeps));
  }

  /**
   * Removes what should not be there: services that have moved to another agent, and at first
   * contact what an earlier run of this emperor left behind. The latter once: later there is
   * nothing of that kind, but perhaps the services of another emperor that was given the same name
   * by mistake.
   */
  private Outcome sweep(
      AgentConnection connection, AgentServices.Listing listing, boolean unknownToo) {
    Outcome outcome = Outcome.CLEAN;
    for (AgentServices.Found found : listing.services().values()) {
      if (found.isOf(owner) && isGhost(connection, found.id(), unknownToo)) {
        removeGhost(connection, found.id());
        outcome = Outcome.WORK;
      }
    }
    for (DesiredService service : services.values()) {
      if (service.placement().isLeftAt(connection)) {
        service.writeSoon();
      }
    }
    return outcome;
  }

  private boolean isGhost(AgentConnection connection, String id, boolean unknownToo) {
    DesiredService known = known(id);
    if (known == null) {
      return unknownToo;
    }
    return connection.isOtherThan(known.connection())
        || (connection == known.connection() && !known.id().equals(id));
  }

  private void removeGhost(AgentConnection connection, String id) {
    services.compute(
        ServiceDefinition.folded(id),
        (key, known) -> {
          if (known != null && connection.isOtherThan(known.connection())) {
            known.placement().alsoAt(connection, id);
            return known;
          }
          if (known != null) {
            known.foundAs(id);
            return known;
          }
          log.info("Removing service '{}', which an earlier run of '{}' left behind", id, owner);
          DesiredService ghost = service(id, DesiredState.none(), connection);
          ghost.writeSoon();
          return ghost;
        });
  }

  /** What is registered at an agent, or is to be. */
  public Stream<DesiredService> at(AgentConnection connection) {
    return services.values().stream().filter(service -> service.connection() == connection);
  }

  /** Does what is not done yet, without a comparison: writes, or moves away from a lost agent. */
  void writeAll(AgentConnection connection) {
    at(connection).forEach(DesiredService::writeSoon);
  }

  void assertHealth(AgentConnection connection) {
    at(connection).forEach(DesiredService::assertHealth);
  }

  /** Tells everybody who waits for a removal that it will not come. */
  public void abandon() {
    for (DesiredService service : services.values()) {
      DesiredState want = service.want();
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
