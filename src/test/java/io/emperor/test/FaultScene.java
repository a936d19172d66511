package io.emperor.test;

import io.emperor.consul.Await;
import io.emperor.consul.ClusterAgent;
import io.emperor.consul.ConsulCluster;
import io.emperor.consul.Fault;
import io.emperor.consul.FaultProxy;
import io.emperor.test.apps.Reader;
import io.emperor.test.apps.Witness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A cluster of real Consuls, an emperor with two of its agents and ten vassals, services of others
 * beside them, and a recorder that looks at both agents all the time.
 */
final class FaultScene implements AutoCloseable {

  static final Duration TTL = Duration.ofSeconds(3);
  static final int VASSALS = 10;

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String STEADY =
      """
      {"Node": "rock", "Address": "10.9.8.7",
       "Service": {"ID": "%1$s", "Service": "steady", "Port": 1}}
      """;

  private final ConsulCluster cluster = ConsulCluster.start(Foreigners.HCL);
  private final List<FaultProxy> proxies =
      cluster.agents().stream().map(agent -> new FaultProxy(agent.httpAddress())).toList();
  private final History history = History.of(cluster.agents());
  private final Path data;
  private final Path vassals;
  private final boolean proxied;
  private EmperorProcess emperor;

  private FaultScene(Path data, Path vassals, boolean proxied) {
    this.data = data;
    this.vassals = vassals;
    this.proxied = proxied;
    this.emperor = newEmperor();
  }

  /** The emperor talks to the agents themselves, for faults of their processes. */
  static FaultScene direct(Path data, Path vassals) {
    return new FaultScene(data, vassals, false).settled();
  }

  /** There is a proxy in front of each agent, for faults of the network. */
  static FaultScene proxied(Path data, Path vassals) {
    return new FaultScene(data, vassals, true).settled();
  }

  private EmperorProcess newEmperor() {
    Stream<String> addresses =
        proxied
            ? proxies.stream().map(FaultProxy::address)
            : cluster.agents().stream().map(ClusterAgent::httpAddress);
    return Scene.emperor(data, addresses.collect(Collectors.joining(",")), vassals.toString());
  }

  private FaultScene settled() {
    try {
      for (String id : List.of("steady-1", "steady-2")) {
        String unused = cluster.servers().get(0).put("/v1/catalog/register", STEADY.formatted(id));
      }
      for (int i = 0; i < VASSALS; i++) {
        drop(AppJar.providing(Witness.class), name(i));
      }
      drop(AppJar.providing(Reader.class), "reader");
      awaitCalm();
      return this;
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private void drop(AppJar jar, String name) {
    jar.with("META-INF/vassal.yaml", "consul-check-ttl: " + TTL.toSeconds() + "s")
        .dropInto(vassals, name);
  }

  static String name(int vassal) {
    return "witness-" + vassal;
  }

  /** The service IDs of all witnesses. */
  static List<String> ids() {
    return Stream.iterate(0, i -> i < VASSALS, i -> i + 1).map(i -> name(i) + "-tester").toList();
  }

  ConsulCluster cluster() {
    return cluster;
  }

  History history() {
    return history;
  }

  EmperorProcess emperor() {
    return emperor;
  }

  Path vassals() {
    return vassals;
  }

  /** Ends the emperor, if it is there still, and starts another one of the same name. */
  void restartEmperor() {
    emperor.close();
    emperor = newEmperor();
  }

  /** Everything as it is at first: all vassals on the first agent, which also answers reads. */
  ClusterAgent awaitStart() {
    if (awaitCalm() != cluster.a()) {
      restartEmperor();
    }
    Await.within(LIMIT, "the first agent is used", () -> awaitCalm() == cluster.a());
    return cluster.a();
  }

  /** What stands in front of an agent. */
  FaultProxy proxy(ClusterAgent agent) {
    return proxies.get(cluster.agents().indexOf(agent));
  }

  /** The agent that has all vassals, all passing, while the other one has none; waited for. */
  ClusterAgent awaitCalm() {
    ClusterAgent[] holder = new ClusterAgent[1];
    Await.within(
        LIMIT,
        "all vassals are passing on one agent, and on that alone",
        () -> {
          for (ClusterAgent agent : cluster.agents()) {
            if (hasAll(agent) && hasNone(other(agent))) {
              holder[0] = agent;
            }
          }
          return holder[0] != null;
        });
    return holder[0];
  }

  ClusterAgent other(ClusterAgent agent) {
    return agent == cluster.a() ? cluster.b() : cluster.a();
  }

  /** Whether an agent answers just now, and all vassals are passing on it. */
  boolean hasAll(ClusterAgent agent) {
    return hasAll(history.last(agent));
  }

  private static boolean hasAll(Glance glance) {
    return ids().stream().allMatch(id -> glance.of(id).filter(Sighting::isPassing).isPresent());
  }

  /** Whether an agent answers just now, and has no service of this emperor. */
  boolean hasNone(ClusterAgent agent) {
    return hasNone(history.last(agent));
  }

  private static boolean hasNone(Glance glance) {
    return glance.services().keySet().stream().noneMatch(ids()::contains);
  }

  /** Waits until an agent has all; answers how long that took from a moment. */
  Duration untilAllOn(ClusterAgent agent, long since) {
    Await.within(
        LIMIT,
        "all vassals are passing on " + agent.name(),
        () -> hasAll(history.last(agent, since)));
    return Duration.ofNanos(System.nanoTime() - since);
  }

  /** Waits until an agent has none; answers how long that took from a moment. */
  Duration untilNoneOn(ClusterAgent agent, long since) {
    Await.within(
        LIMIT, "no vassal is left on " + agent.name(), () -> hasNone(history.last(agent, since)));
    return Duration.ofNanos(System.nanoTime() - since);
  }

  /** How often apps were started, all together, by what they keep on disk. */
  long starts() {
    try (Stream<Path> files = Files.walk(data)) {
      return files
          .filter(file -> file.endsWith("starts"))
          .mapToLong(file -> file.toFile().length())
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where a vassal answers. */
  int port(String vassal) {
    String running = emperor.line(" " + vassal + ": running generation 1");
    return Integer.parseInt(running.replaceAll(".* on port ", ""));
  }

  /** Lets everything through again. */
  void heal() {
    proxies.forEach(proxy -> proxy.set(Fault.pass()));
  }

  @Override
  public void close() {
    emperor.close();
    history.close();
    proxies.forEach(FaultProxy::close);
    cluster.close();
  }
}
