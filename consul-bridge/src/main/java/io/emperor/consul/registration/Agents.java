package io.emperor.consul.registration;

import io.emperor.consul.http.AgentRoute;
import io.emperor.consul.settings.AgentAddress;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The agents in the order in which they are preferred. Safe for use by many threads. */
public final class Agents implements AgentRoute {

  private final List<AgentConnection> all;
  private final List<AgentAddress> asGiven;

  public Agents(List<AgentConnection> all) {
    this.all = List.copyOf(all);
    this.asGiven = all.stream().map(AgentConnection::agent).toList();
  }

  /** Whether there are others that a service can move to. */
  boolean areSeveral() {
    return all.size() > 1;
  }

  public List<AgentConnection> all() {
    return all;
  }

  /** Where a new service is registered: at the first that is not lost. */
  AgentConnection best() {
    return all.stream()
        .filter(connection -> !connection.reachability().isLost())
        .findFirst()
        .orElse(all.get(0));
  }

  /** Where the services of a lost agent go: to the first other one that answers. */
  Optional<AgentConnection> insteadOf(AgentConnection lost) {
    return Optional.of(best()).filter(next -> next != lost && !next.reachability().isLost());
  }

  @Override
  public List<AgentAddress> candidates() {
    if (all.stream().allMatch(connection -> connection.reachability().rank() == 0)) {
      return asGiven;
    }
    return all.stream()
        .sorted(Comparator.comparingInt(connection -> connection.reachability().rank()))
        .map(AgentConnection::agent)
        .toList();
  }

  @Override
  public void failed(AgentAddress agent, IOException why) {
    all.stream()
        .filter(connection -> connection.agent().equals(agent) && connection.reachability().doubt())
        .forEach(connection -> connection.trigger().doubted());
  }
}
