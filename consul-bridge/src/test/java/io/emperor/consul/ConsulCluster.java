package io.emperor.consul;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A real Consul cluster on one machine, for tests: three servers and three client agents with data
 * directories, each with an address of its own out of 127.0.0.0/8, which Linux has by itself. A
 * dead server or agent is noticed after one to two seconds. Not safe for use by many threads.
 */
public final class ConsulCluster implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Path MEMORY = Path.of("/dev/shm");
  private static final int SERVERS = 3;
  private static final int SERVER_PORT = 8300;
  private static final int FIRST_SERVER = 11;
  private static final int FIRST_CLIENT = 21;

  /** Small times instead of those for wide networks. */
  private static final String QUICK =
      """
      disable_update_check = true
      leave_on_terminate = false
      performance { raft_multiplier = 1 }
      gossip_lan {
        probe_interval = "300ms"
        probe_timeout = "200ms"
        gossip_interval = "100ms"
        suspicion_mult = 3
      }
      ports { dns = -1 grpc = -1 serf_wan = -1 }
      autopilot { cleanup_dead_servers = false }
      """;

  private final Path directory;
  private final String network;
  private final List<ClusterAgent> servers = new ArrayList<>();
  private final List<ClusterAgent> clients = new ArrayList<>();
  private final Thread hook = new Thread(this::end, "consul-cluster-end");

  private ConsulCluster(Path directory, String network) {
    this.directory = directory;
    this.network = network;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Starts a cluster and waits until every agent is known to a leader. */
  public static ConsulCluster start() {
    return start("");
  }

  /**
   * Starts a cluster and waits until every agent is known to a leader.
   *
   * @param hcl more configuration of the client agents, may be empty
   */
  public static ConsulCluster start(String hcl) {
    try {
      Path directory = Files.createTempDirectory(home(), "consul-cluster");
      ConsulCluster cluster = new ConsulCluster(directory, freeNetwork());
      try {
        cluster.launch(hcl);
        return cluster;
      } catch (RuntimeException | Error e) {
        cluster.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** In memory where that can be: how busy the disk is should not decide who leads. */
  private static Path home() {
    return Files.isWritable(MEMORY) ? MEMORY : Path.of(System.getProperty("java.io.tmpdir"));
  }

  /** The first three numbers of a network that no other cluster on this machine has. */
  static String freeNetwork() throws IOException {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    while (true) {
      String network = "127." + random.nextInt(1, 255) + "." + random.nextInt(0, 255) + ".";
      if (isFree(network + FIRST_SERVER)) {
        return network;
      }
    }
  }

  private static boolean isFree(String address) throws IOException {
    try {
      new ServerSocket(SERVER_PORT, 1, InetAddress.getByName(address)).close();
      return true;
    } catch (BindException e) {
      return false;
    }
  }

  private void launch(String hcl) throws IOException {
    for (int i = 0; i < SERVERS; i++) {
      String server = "server = true bootstrap_expect = " + SERVERS;
      servers.add(agent("server-" + (i + 1), FIRST_SERVER + i, server));
    }
    clients.add(agent("a", FIRST_CLIENT, hcl));
    clients.add(agent("b", FIRST_CLIENT + 1, hcl));
    clients.add(agent("c", FIRST_CLIENT + 2, hcl));
    Await.within(LIMIT, "all agents have one leader", this::isWhole);
  }

  private ClusterAgent agent(String name, int host, String hcl) throws IOException {
    Path home = Files.createDirectory(directory.resolve(name));
    Path quick = Files.writeString(home.resolve("quick.hcl"), QUICK);
    Path own =
        Files.writeString(
            home.resolve("own.hcl"), "node_id = \"" + UUID.randomUUID() + "\"\n" + hcl);
    List<String> options = new ArrayList<>();
    options.addAll(List.of("-config-file", quick.toString(), "-config-file", own.toString()));
    options.addAll(List.of("-retry-interval", "100ms"));
    for (int i = 0; i < SERVERS; i++) {
      options.addAll(List.of("-retry-join", network + (FIRST_SERVER + i)));
    }
    return new ClusterAgent(name, network + host, home, options);
  }

  private boolean isWhole() {
    for (ClusterAgent agent : all()) {
      if (!agent.isAlive()) {
        throw new IllegalStateException(agent.name() + " did not start: " + agent.log());
      }
    }
    return all().stream()
        .allMatch(
            agent ->
                agent.get("/v1/health/node/" + agent.name()).contains("serfHealth")
                    && agent.log().contains("Synced node info"));
  }

  private List<ClusterAgent> all() {
    List<ClusterAgent> all = new ArrayList<>(servers);
    all.addAll(clients);
    return all;
  }

  /** The three servers. */
  public List<ClusterAgent> servers() {
    return List.copyOf(servers);
  }

  /** The three client agents. */
  public List<ClusterAgent> agents() {
    return List.copyOf(clients);
  }

  /** The first client agent. */
  public ClusterAgent a() {
    return clients.get(0);
  }

  /** The second client agent. */
  public ClusterAgent b() {
    return clients.get(1);
  }

  /** The third client agent. */
  public ClusterAgent c() {
    return clients.get(2);
  }

  /** The server that leads, waited for. */
  public ClusterAgent leader() {
    ClusterAgent[] found = new ClusterAgent[1];
    Await.within(
        LIMIT,
        "a leader among the servers that run",
        () -> {
          String leader = knownLeader();
          for (ClusterAgent server : servers) {
            if (server.isAlive() && leader.equals("\"" + server.ip() + ":" + SERVER_PORT + "\"")) {
              found[0] = server;
            }
          }
          return found[0] != null;
        });
    return found[0];
  }

  private String knownLeader() {
    for (ClusterAgent server : servers) {
      if (server.isAlive()) {
        return server.get("/v1/status/leader").strip();
      }
    }
    return "";
  }

  /** Kills all agents and removes their directories. */
  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(hook);
    end();
  }

  private void end() {
    all().forEach(ClusterAgent::kill);
    OwnProcess.delete(directory);
  }
}
