package io.emperor.await;

import io.emperor.consul.settings.AgentSettings;
import io.emperor.provisioning.Inputs;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is waited for, and what becomes of the command.
 *
 * @param services passing in Consul
 * @param conditions whatever else, none of them open yet
 * @param inputs what the command needs, as a file or DISCO's words say
 * @param timeout how long it waits; empty for as long as it takes
 * @param watch whether it stays and goes on watching
 * @param registered what the command is registered as
 * @param stopTimeout how long the command may take to end
 * @param consul how Consul is reached; empty where nothing of it is asked for
 * @param skipped how many words of the launcher's command line stand before the command
 */
public record AwaitSettings(
    List<ServiceWanted> services,
    List<Condition> conditions,
    Optional<Inputs> inputs,
    Optional<Duration> timeout,
    boolean watch,
    Optional<RegisteredService> registered,
    Duration stopTimeout,
    Optional<AgentSettings> consul,
    int skipped) {

  /** Copies the lists. */
  public AwaitSettings {
    services = List.copyOf(services);
    conditions = List.copyOf(conditions);
  }

  /** Whether this process stays beside the command. */
  boolean stays() {
    return watch || registered.isPresent();
  }
}
