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

  private final Agents stations;
  private final Registry registry;
  private final Clock wall;

  Overview(Agents stations, Registry registry, Clock wall) {
    this.stations = stations;
    this.registry = registry;
    this.wall = wall;
  }

  List<AgentView> agents() {
    AgentAddress first = stations.first();
    return stations.all().stream().map(station -> agent(station, first)).toList();
  }

  private AgentView agent(AgentConnection station, AgentAddress first) {
    AgentReachability contact = station.contact();
    List<DesiredService> services =
        registry.at(station).filter(service -> service.definition() != null).toList();
    Standing standing = standing(contact, services);
    return new AgentView(
        station.agent(),
        station.nodeName(),
        station.nodeId(),
        station.agent().equals(first),
        services.stream().map(DesiredService::id).sorted().collect(Collectors.toList()),
        contact.silentFor().map(wall.instant()::minus).orElse(null),
        standing.state(),
        standing.trouble());
  }

  private record Standing(State state, String trouble) {}

  /** A token may be refused for one thing only, which the agent's own listing does not show. */
  private static Standing standing(AgentReachability contact, List<DesiredService> services) {
    Standing own = new Standing(contact.state(), contact.trouble());
    if (own.state() != State.REACHABLE) {
      return own;
    }
    return services.stream()
        .map(DesiredService::complaint)
        .filter(OpenProblem::isOfTheToken)
        .findFirst()
        .map(complaint -> new Standing(State.REFUSING, complaint.words()))
        .orElse(own);
  }
}
