package io.emperor.bench.fleet;

import io.emperor.bench.AdminEndpoint;
import io.emperor.bench.BenchPaths;
import io.emperor.bench.load.BareJetty;
import io.emperor.bench.peer.Launched;
import io.emperor.consul.Await;
import io.emperor.consul.ClusterAgent;
import io.emperor.consul.ConsulBinary;
import io.emperor.consul.FreePort;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * Two processes {@code consul lock} with all defaults, one of which holds while the other waits.
 */
public final class ConsulLock implements Standby {

  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** Until the second one waits; the first renews its session each 7.5 s, in step with nobody. */
  private static final Duration WAITING = Duration.ofSeconds(2);

  private static final Duration RENEWAL = Duration.ofMillis(7500);

  private final FleetScene scene;
  private final BenchPaths paths;
  private final Path work;
  private final Kind kind;
  private final Starts starts;
  private int rounds;

  /** One of the two, and where its child serves. */
  private record Side(ClusterAgent agent, Launched lock, int port) {}

  private ConsulLock(FleetScene scene, BenchPaths paths, Kind kind) {
    this.scene = scene;
    this.paths = paths;
    this.work = paths.scratch();
    this.kind = kind;
    this.starts = new Starts(work.resolve("starts"));
  }

  /** With nothing started yet. */
  public static ConsulLock of(FleetScene scene, BenchPaths paths, Kind kind) {
    return new ConsulLock(scene, paths, kind);
  }

  private Side begin(ClusterAgent agent) {
    int port = FreePort.find();
    List<String> command =
        new ArrayList<>(List.of(ConsulBinary.find().toString(), "lock", "-shell=false"));
    command.add("-http-addr=" + agent.httpAddress());
    command.add("bench/" + kind + "-" + rounds);
    command.addAll(kind == Kind.PROGRAM ? starts.command() : jvm(port));
    Path log = work.resolve(agent.name() + ".log");
    return new Side(agent, Launched.start(command, Map.of(), log), port);
  }

  private List<String> jvm(int port) {
    String classes =
        String.join(
            ":",
            paths.distribution().resolve("lib") + "/*",
            paths.built("classes").toString(),
            paths.smallVassal().toString());
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return List.of(java, "-cp", classes, BareJetty.class.getName(), Integer.toString(port));
  }

  private void await(Side side, int before) {
    Await.within(
        LIMIT,
        side.agent().name() + " holds the lock",
        () -> kind == Kind.PROGRAM ? starts.count() > before : answers(side.port()));
  }

  private static boolean answers(int port) {
    try {
      return !AdminEndpoint.get(URI.create("http://127.0.0.1:" + port + "/")).isEmpty();
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  @Override
  public Failed failOver(boolean withAgent) {
    rounds++;
    int earlier = starts.count();
    Side holder = begin(scene.cluster().b());
    await(holder, earlier);
    int before = starts.count();
    Side waiter = begin(scene.cluster().c());
    LockSupport.parkNanos(
        WAITING.toNanos() + ThreadLocalRandom.current().nextLong(RENEWAL.toNanos()));
    List<ProcessHandle> children = holder.lock().handle().descendants().toList();
    long begun = System.nanoTime();
    boolean unused = holder.lock().handle().destroyForcibly();
    if (withAgent) {
      children.forEach(ProcessHandle::destroyForcibly);
      holder.agent().kill();
    }
    await(waiter, before);
    double seconds = (System.nanoTime() - begun) / 1e9;
    long running = kind == Kind.PROGRAM ? starts.running() : answers(holder.port()) ? 2 : 1;
    children.forEach(ProcessHandle::destroyForcibly);
    waiter.lock().close();
    if (withAgent) {
      scene.revive(holder.agent());
    }
    return new Failed(seconds, running);
  }

  @Override
  public void close() {
    starts.killAll();
  }
}
