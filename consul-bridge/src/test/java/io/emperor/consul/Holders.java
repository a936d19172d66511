package io.emperor.consul;

import io.emperor.consul.HolderHistory.Held;
import io.emperor.consul.HolderHistory.Reign;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Three emperors, each a process with an agent of its own behind a proxy, whose apps stand for one
 * lead, and the history of who had it. Not safe for use by many threads.
 */
final class Holders implements AutoCloseable {

  static final List<String> NAMES = List.of("one", "two", "three");

  private final ConsulCluster cluster;
  private final Path directory;
  private final HolderHistory history;
  private final Path writes;
  private final Map<String, FaultProxy> proxies = new LinkedHashMap<>();
  private final Map<String, OwnProcess> processes = new LinkedHashMap<>();

  /** Starts them, each with its agent alone, and waits until one leads. */
  Holders(ConsulCluster cluster) {
    this.cluster = cluster;
    try {
      directory = Files.createTempDirectory("holders");
      writes = Files.createFile(directory.resolve("writes"));
      history = new HolderHistory(Files.createFile(directory.resolve("history")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (int at = 0; at < NAMES.size(); at++) {
      proxies.put(NAMES.get(at), new FaultProxy(cluster.agents().get(at).httpAddress()));
    }
    NAMES.forEach(this::start);
    awaitHolder();
  }

  HolderHistory history() {
    return history;
  }

  FaultProxy proxy(String emperor) {
    return Objects.requireNonNull(proxies.get(emperor));
  }

  OwnProcess process(String emperor) {
    return Objects.requireNonNull(processes.get(emperor));
  }

  void start(String emperor) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.addAll(List.of(HolderMain.class.getName(), emperor, history.file().toString()));
    command.add(writes.toString());
    command.add(proxy(emperor).address());
    processes.put(
        emperor, OwnProcess.start(command, directory, directory.resolve(emperor + ".log")));
  }

  /** Waits until all three have a lease, and so stand for the lead or have it. */
  void awaitAll() {
    Await.within(
        Duration.ofSeconds(40),
        "all stand",
        () ->
            cluster.a().get("/v1/kv/emperor/test/leases/?keys").split("leases/", -1).length
                == NAMES.size() + 1);
  }

  /** Who holds now, waited for. */
  String awaitHolder() {
    long before = System.nanoTime();
    return awaitAfter(before, "").emperor();
  }

  /** The first moment after another at which somebody holds, who is not one of some. */
  Held awaitAfter(long nanos, String notThis) {
    Held[] found = new Held[1];
    Await.within(
        Duration.ofSeconds(40),
        "somebody holds the lead; " + log(),
        () -> {
          found[0] =
              history.moments().stream()
                  .filter(held -> held.nanos() > nanos && !held.emperor().equals(notThis))
                  .findFirst()
                  .orElse(null);
          return found[0] != null;
        });
    return found[0];
  }

  /** The last moment at which one held before another moment. */
  Held lastOf(String emperor, long before) {
    return history.moments().stream()
        .filter(held -> held.emperor().equals(emperor) && held.nanos() < before)
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  /** The judgement: nobody held together with another. */
  List<Reign> reigns() {
    return HolderHistory.reigns(history.moments());
  }

  /** The judgement of what the holders have written with their leases. */
  List<WriteHistory.Applied> writes() {
    try {
      // In this order: what its writer knows of has happened before it is looked for.
      Map<String, WriteHistory.Told> told = WriteHistory.told(Files.readString(writes));
      List<WriteHistory.Applied> applied =
          WriteHistory.applied(
              cluster.c().get("/v1/kv/" + WriteHistory.PREFIX + "?recurse&consistent"));
      WriteHistory.judge(applied, told);
      return applied;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String log() {
    StringBuilder all = new StringBuilder();
    for (String name : NAMES) {
      try {
        all.append(name).append(": ").append(Files.readString(directory.resolve(name + ".log")));
      } catch (IOException e) {
        all.append(e);
      }
    }
    return all.toString();
  }

  static double seconds(long from, long to) {
    return (to - from) / (double) TimeUnit.SECONDS.toNanos(1);
  }

  @Override
  public void close() {
    processes.values().forEach(OwnProcess::kill);
    proxies.values().forEach(FaultProxy::close);
    OwnProcess.delete(directory);
  }
}
