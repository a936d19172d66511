package io.emperor.consul.registration;

import io.emperor.api.Health;
import io.emperor.consul.ConsulBridge;
import java.util.concurrent.CompletionStage;

/**
 * One service that is to be in Consul, from {@link ConsulBridge#register} until {@link
 * #deregister}. Safe for use by many threads; no method waits for the network. What depends on the
 * stages runs on the bridge's own threads and must not block.
 */
public interface Registration {

  /**
   * The service's ID.
   *
   * @return the ID; of what {@link #update} changes no more than case
   */
  String serviceId();

  /**
   * When Consul confirmed the registration for the first time.
   *
   * @return completes then; stays open while no agent answers or the agent refuses, and is
   *     cancelled by a {@link #deregister} that comes earlier
   */
  CompletionStage<Void> registered();

  /**
   * How it stands with the registration now. Asks nobody.
   *
   * @return what is known
   */
  RegistrationView view();

  /**
   * Tells how the service is. A changed status is sent at once, the rest with the next heartbeat.
   * Has to be called at least once per TTL: without that the service becomes critical.
   *
   * @param health the health as measured now
   */
  void health(Health health);

  /**
   * Tells how the service is until something else is told, by {@link #health} or {@link #update}:
   * for what nobody measures, because nothing of it runs.
   *
   * @param health the health from now on
   */
  void lastingHealth(Health health);

  /**
   * Changes what the service is registered as, without a moment in which it is not registered,
   * unless the case of its ID changes: Consul's catalog takes both for one, so that the first has
   * to go before the second comes.
   *
   * @param definition the new definition, with the same ID but for its case
   * @param health the health as measured now
   * @return completes when Consul has confirmed it; stays open while no agent does
   * @throws IllegalArgumentException if the ID is another one
   * @throws IllegalStateException if it was deregistered
   */
  CompletionStage<Void> update(ServiceDefinition definition, Health health);

  /**
   * Puts the service into Consul's maintenance mode or takes it out, whoever has put it there. In
   * maintenance it is critical by a check of its own, and its health goes on beside that. It stays
   * in maintenance through {@link #update}, when the agent forgets it and when it moves to another
   * agent, until this is called again. What Consul's own command line does to a service that was
   * never put into maintenance here is left as it is.
   *
   * @param enabled whether it is in maintenance
   * @param reason what Consul shows for it, blank for Consul's own words; of a service that is in
   *     maintenance already, Consul keeps the first
   * @return completes when the agent confirmed it; completes with a {@link
   *     io.emperor.api.ConsulException} when that can't be done now: within seconds if the agent is
   *     gone or refuses, within 33 s if it is slow. It is then done as soon as an agent takes it
   * @throws IllegalStateException if it was deregistered
   */
  CompletionStage<Void> maintenance(boolean enabled, String reason);

  /**
   * Takes the service out of Consul. A second call answers the same.
   *
   * @return completes when the agent confirmed it; completes with a {@link
   *     io.emperor.api.ConsulException} when that can't be done now: within seconds if the agent is
   *     gone or refuses, within 33 s if it is slow. The service is then removed as soon as the
   *     agent does it
   */
  CompletionStage<Void> deregister();
}
