package io.emperor.fleet;

import io.emperor.consul.Await;
import io.emperor.consul.ConsulAgentProcess;
import io.emperor.consul.FaultProxy;
import io.emperor.consul.lease.FleetSettings;
import io.emperor.consul.lease.LeaseTimes;
import io.emperor.consul.settings.AgentAddress;
import io.emperor.consul.settings.AgentSettings;
import io.emperor.daemon.Emperor;
import io.emperor.daemon.EmperorSettings;
import io.emperor.devagent.DevAgent;
import io.emperor.logging.LastLines;
import io.emperor.logging.LogFormat;
import io.emperor.metrics.Metrics;
import io.emperor.vassal.RestartPolicy;
import io.emperor.vassal.status.VassalState;
import io.emperor.vassal.status.VassalStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Emperors of one fleet over one agent, each behind a proxy that can cut it off. */
final class FleetRig implements AutoCloseable {

  static final Duration LIMIT = Duration.ofSeconds(30);

  private final Path directory;
  private final String address;
  private final Runnable end;
  private final Map<String, Member> members = new TreeMap<>();

  /** One emperor. */
  record Member(Emperor emperor, FaultProxy proxy, Path vassals) {

    /** Its instances that run, by name. */
    List<String> running() {
      return emperor.vassals().all().stream()
          .filter(status -> status.state() == VassalState.RUNNING)
          .map(VassalStatus::name)
          .toList();
    }
  }

  FleetRig(Path directory) throws IOException {
    this(directory, DevAgent.start(0));
  }

  private FleetRig(Path directory, DevAgent agent) {
    this(directory, agent.address(), agent::close);
  }

  private FleetRig(Path directory, String address, Runnable end) {
    this.directory = directory;
    this.address = address;
    this.end = end;
  }

  /** Over an agent of its own, a real Consul's where there is one. */
  static FleetRig overConsul(Path directory) {
    ConsulAgentProcess agent = ConsulAgentProcess.start();
    return new FleetRig(directory, agent.httpAddress(), agent::close);
  }

  Member add(String name, String... labels) throws IOException {
    Path vassals = Files.createDirectories(directory.resolve(name));
    FaultProxy proxy = new FaultProxy(address);
    Map<String, String> known = new HashMap<>(Map.of("emperor", name, "host", "here"));
    for (String label : labels) {
      String[] parts = label.split("=", 2);
      known.put(parts[0], parts[1]);
    }
    Emperor emperor =
        new Emperor(
            new EmperorSettings(
                name,
                List.of(vassals.toString()),
                Map.of("drain", "0", "consul-check-ttl", "3s"),
                AgentSettings.of(AgentAddress.parse(proxy.address())),
                null,
                InetAddress.getLoopbackAddress(),
                Duration.ofMillis(200),
                new RestartPolicy(Duration.ofMillis(100), Duration.ofMillis(200)),
                new FleetSettings("test", known, "1", null, LeaseTimes.DEFAULT),
                false,
                Optional.empty(),
                directory.resolve(name + "-data"),
                false),
            new Metrics("1").registry(),
            new LastLines(LogFormat.TEXT));
    Member member = new Member(emperor, proxy, vassals);
    members.put(name, member);
    emperor.start();
    return member;
  }

  Member member(String name) {
    return Objects.requireNonNull(members.get(name), name);
  }

  void stop(String name) {
    Member gone = Objects.requireNonNull(members.remove(name), name);
    boolean unused = gone.emperor().stop();
    gone.proxy().close();
  }

  /** Writes a file of a vassal for some emperors; it is the newest of its name. */
  void drop(String file, String text, String... emperors) throws IOException {
    for (String name : emperors) {
      Path vassals = member(name).vassals();
      Path part = Files.writeString(vassals.resolve(".part"), text);
      Path unused = Files.move(part, vassals.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  VassalInFleet.View view() throws Exception {
    return members
        .values()
        .iterator()
        .next()
        .emperor()
        .fleet()
        .instances()
        .toCompletableFuture()
        .get(5, TimeUnit.SECONDS);
  }

  VassalInFleet vassal(String name) throws Exception {
    return view().vassals().stream()
        .filter(vassal -> vassal.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name + " in the fleet"));
  }

  /** How many instances of a vassal each emperor has that are passing. */
  Map<String, Integer> passing(String name) throws Exception {
    Map<String, Integer> counts = new TreeMap<>();
    for (VassalInFleet.Slot slot : vassal(name).slots()) {
      if (slot.passing() && slot.emperor() != null) {
        counts.merge(slot.emperor(), 1, Integer::sum);
      }
    }
    return counts;
  }

  int total(String name) throws Exception {
    return passing(name).values().stream().mapToInt(Integer::intValue).sum();
  }

  void awaitPassing(String name, int number) {
    Await.within(
        LIMIT,
        number + " of " + name,
        () -> {
          VassalInFleet now = vassal(name);
          return now.slots().size() == number && total(name) == number;
        });
  }

  void command(String emperor, Consumer<FleetCommands> deed) throws Exception {
    boolean unused =
        member(emperor)
            .emperor()
            .fleet()
            .command("a test", deed)
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
  }

  boolean hasKey(String key) throws Exception {
    URI uri = URI.create("http://" + address + "/v1/kv/" + key);
    return HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
            .statusCode()
        == 200;
  }

  String agent() {
    return address;
  }

  @Override
  public void close() {
    List.copyOf(members.keySet()).forEach(this::stop);
    end.run();
  }
}
