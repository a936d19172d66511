package io.emperor.consul;

import io.emperor.consul.http.AgentReachability;
import io.emperor.consul.http.AgentView;
import io.emperor.consul.http.AgentView.State;
import io.emperor.consul.http.OpenProblem;
import io.emperor.consul.registration.AgentConnection;
import io.emperor.consul.registration.Agents;
import io.emperor.consul.registration.DesiredService;
import io.emperor.consul.registration.Registry;
import io.emperor.consul.settings.AgentAddress;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;

/** Tells operators how agents and registrations are, out of what is known: it asks nobody. */
final class Overview {

  private final Agents agents;
  private final Registry registry;
  private final Clock wall;

  Overview(Agents agents, Registry registry, Clock wall) {
    this.agents = agents;
    this.registry = registry;
    this.wall = wall;
  }

  List<AgentView> agents() {
    AgentAddress first = agents.first();
    return agents.all().stream().map(connection -> agent(connection, first)).toList();
  }

  private AgentView agent(AgentConnection connection, AgentAddress first) {
    AgentReachability reachability = connection.reachability();
    List<DesiredService> services =
        registry.at(connection).filter(service -> service.definition() != null).toList();
    Condition condition = condition(reachability, services);
    return new AgentView(
        connection.agent(),
        connection.nodeName(),
        connection.nodeId(),
        connection.agent().equals(first),
        services.stream().map(DesiredService::id).sorted().collect(Collectors.toList()),
        reachability.silentFor().map(wall.instant()::minus).orElse(null),
        condition.state(),
        condition.trouble());
  }

  private record Condition(State state, String trouble) {}

  /** A token may be refused for one thing only, which the agent's own listing does not show. */
  private static Condition condition(
      AgentReachability reachability, List<DesiredService> services) {
    Condition own = new Condition(reachability.state(), reachability.trouble());
    if (own.state() != State.REACHABLE) {
      return own;
    }
    return services.stream()
        .map(DesiredService::problem)
        .filter(OpenProblem::isOfTheToken)
        .findFirst()
        .map(problem -> new Condition(State.REFUSING, problem.message()))
        .orElse(own);
  }
}
