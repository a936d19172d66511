package io.emperor.test;

import io.emperor.consul.ClusterAgent;
import java.util.List;

/**
 * Services on each agent that no emperor under test has registered: one of an emperor with another
 * name, and one of nobody's whose ID looks like one of ours. They stand in the agent's own
 * configuration, and so are back whenever it is.
 */
final class Foreigners {

  static final String HCL =
      """
      services {
        id = "witness-0-elsewhere"
        name = "witness-0"
        port = 1
        meta { emperor = "elsewhere" }
        check { id = "service:witness-0-elsewhere" ttl = "1h" status = "passing" }
      }
      services {
        id = "witness-99-tester"
        name = "witness-99"
        port = 2
        check { id = "service:witness-99-tester" ttl = "1h" status = "passing" }
      }
      """;

  private static final List<String> IDS = List.of("witness-0-elsewhere", "witness-99-tester");

  private Foreigners() {}

  /** How often an agent that answered had one of them changed, not passing, or not at all. */
  static long touched(History history, ClusterAgent agent, long since) {
    List<Glance> glances = history.of(agent, since);
    return IDS.stream().mapToLong(id -> touched(glances, id)).sum();
  }

  private static long touched(List<Glance> glances, String id) {
    long missing = glances.stream().filter(glance -> glance.of(id).isEmpty()).count();
    List<Sighting> seen = glances.stream().flatMap(glance -> glance.of(id).stream()).toList();
    long ill = seen.stream().filter(sighting -> !sighting.isPassing()).count();
    long contents = seen.stream().map(Sighting::content).distinct().count();
    return missing + ill + Math.max(0, contents - 1);
  }
}
