package io.emperor.admin;

import io.emperor.admin.view.EmperorIdentity;
import io.emperor.consul.http.AgentView;
import io.emperor.consul.registration.SeenService;
import io.emperor.daemon.Emperor;
import io.emperor.daemon.EmperorFleet;
import io.emperor.daemon.keyed.KeyedFiles;
import io.emperor.logging.LastLines;
import io.emperor.membership.Membership;
import io.emperor.membership.MembershipView;
import io.emperor.metrics.Metrics;
import io.emperor.provisioning.handler.SerfEvents;
import io.emperor.vassal.Vassals;
import io.emperor.vassal.metrics.VassalMeters;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What an endpoint is about.
 *
 * @param identity which emperor this is
 * @param vassals whom it lists and commands
 * @param meters what is measured of each vassal
 * @param metrics everything that is measured
 * @param lines the last of the log, of each vassal
 * @param agents the Consul agents as they are known now; must not block
 * @param fleet the fleet
 * @param keyedFiles writes configurations of vassals in Consul
 * @param seen asks for a service as Consul shows it
 * @param stalled the names of the emperor's loops that have stopped turning; must not block
 * @param serfEvents takes what event handlers of serf agents are told; empty if this emperor
 *     follows no membership
 * @param membership how stands what it does for programs that are no vassals; empty for nothing
 */
public record AdminContext(
    EmperorIdentity identity,
    Vassals vassals,
    VassalMeters meters,
    Metrics metrics,
    LastLines lines,
    Supplier<List<AgentView>> agents,
    EmperorFleet fleet,
    KeyedFiles keyedFiles,
    Function<String, CompletionStage<SeenService>> seen,
    Supplier<List<String>> stalled,
    Optional<SerfEvents> serfEvents,
    Supplier<Optional<MembershipView>> membership) {

  /**
   * Of a whole emperor.
   *
   * @param identity which one it is
   * @param emperor the emperor
   * @param metrics everything that it measures
   * @param lines the last of the log, of each vassal
   * @return all there is to see of it
   */
  public static AdminContext of(
      EmperorIdentity identity, Emperor emperor, Metrics metrics, LastLines lines) {
    return new AdminContext(
        identity,
        emperor.vassals(),
        emperor.meters(),
        metrics,
        lines,
        emperor::agents,
        emperor.fleet(),
        emperor.keyedFiles(),
        emperor::seen,
        emperor::stalled,
        emperor.membership().map(SerfEvents.class::cast),
        () -> emperor.membership().map(Membership::view));
  }
}
