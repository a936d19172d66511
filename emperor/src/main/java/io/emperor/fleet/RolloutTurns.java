package io.emperor.fleet;

import io.emperor.api.ConsulApi;
import io.emperor.base.DaemonThreads;
import io.emperor.consul.name.FleetSlots;
import io.emperor.vassal.inputs.Turns;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Has so many emperors of the fleet take a change of a vassal at once: each has a name in the fleet
 * meanwhile, of which there are no more. Once an emperor has failed with a change, the others leave
 * it, until there is another one. Safe for use by many threads.
 */
public final class RolloutTurns implements Turns, AutoCloseable {

  private final ConsulApi consul;
  private final FleetSlots fleet;
  private final DaemonThreads threads = new DaemonThreads("rollout");
  private final Set<RolloutTurn> open = ConcurrentHashMap.newKeySet();

  /**
   * Asks nothing yet.
   *
   * @param consul has the names of the emperor itself; not closed with this
   * @param fleet knows this emperor's name, and where failures are kept
   */
  public RolloutTurns(ConsulApi consul, FleetSlots fleet) {
    this.consul = consul;
    this.fleet = fleet;
  }

  @Override
  public Turn ask(String vassal, int atOnce, String revision, Listener listener) {
    RolloutFailure failed =
        new RolloutFailure(consul, fleet.rolloutKey(vassal), revision, fleet.emperor());
    RolloutTurn turn =
        new RolloutTurn(consul, vassal, atOnce, failed, listener, threads, open::remove);
    open.add(turn);
    turn.begin();
    return turn;
  }

  /** Nobody waits any more, and every name is given back by the fleet's own end. */
  @Override
  public void close() {
    open.forEach(RolloutTurn::abandon);
  }
}
