package io.emperor.daemon;

import io.emperor.consul.lease.FleetSettings;
import io.emperor.consul.settings.AgentAddress;
import io.emperor.consul.settings.AgentSettings;
import io.emperor.provisioning.MembershipPlan;
import io.emperor.vassal.RestartPolicy;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an emperor runs with.
 *
 * @param name its name, part of the default service IDs
 * @param vassals the directories and globs to watch, as given
 * @param vassalSet configuration values for every vassal, weaker than the vassal's own
 * @param consul where the Consul agent is and how it is spoken to
 * @param advertised the address that vassals are registered with, {@code null} for the agent's own
 * @param bind the address that vassals listen on, {@code null} for all
 * @param scanInterval the time between full scans of the directories
 * @param restarts how long a vassal whose start failed waits
 * @param fleet what it is in its fleet
 * @param drainsOnStop whether it hands its instances over before it stops
 * @param membership what it does for programs that are no vassals
 * @param data where private copies and the vassals' data are kept
 * @param tyrant whether each vassal runs as the owner of its files
 */
public record EmperorSettings(
    String name,
    List<String> vassals,
    Map<String, String> vassalSet,
    AgentSettings consul,
    @Nullable String advertised,
    @Nullable InetAddress bind,
    Duration scanInterval,
    RestartPolicy restarts,
    FleetSettings fleet,
    boolean drainsOnStop,
    Optional<MembershipPlan> membership,
    Path data,
    boolean tyrant) {

  /** Copies the collections. */
  public EmperorSettings {
    vassals = List.copyOf(vassals);
    vassalSet = Map.copyOf(vassalSet);
  }

  /**
   * The same settings with an agent of the emperor's own.
   *
   * @param agent where the one agent is
   * @return the settings
   */
  public EmperorSettings withAgent(AgentAddress agent) {
    AgentSettings there =
        new AgentSettings(
            List.of(agent), consul.mode(), consul.token(), consul.tls(), consul.basicAuth());
    return new EmperorSettings(
        name,
        vassals,
        vassalSet,
        there,
        advertised,
        bind,
        scanInterval,
        restarts,
        fleet.withOwnAgent(),
        drainsOnStop,
        membership,
        data,
        tyrant);
  }

  /**
   * What may be meant otherwise: an agent on another machine would give vassals its own address.
   *
   * @return a line for the log; empty if all is well
   */
  Optional<String> doubt() {
    long hosts =
        consul.agents().stream()
            .map(AgentAddress::host)
            .filter(host -> !host.equals("localhost") && !host.startsWith("127."))
            .distinct()
            .count();
    return consul.agents().size() > 1 && hosts > 0 && advertised == null
        ? Optional.of(
            "several Consul agents and no --advertise-address: after a fail-over vassals are found"
                + " under the other agent's address")
        : Optional.empty();
  }
}
