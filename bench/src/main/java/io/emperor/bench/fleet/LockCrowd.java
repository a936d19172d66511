package io.emperor.bench.fleet;

import io.emperor.bench.BenchPaths;
import io.emperor.bench.peer.Launched;
import io.emperor.consul.Await;
import io.emperor.consul.ClusterAgent;
import io.emperor.consul.ConsulBinary;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Many processes {@code consul lock} with all defaults, each of which holds a lock of its own. */
public final class LockCrowd implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final List<Launched> locks = new ArrayList<>();

  private LockCrowd() {}

  /** Starts so many on the three agents, and waits until all hold. */
  public static LockCrowd start(FleetScene scene, BenchPaths paths, int count) {
    LockCrowd crowd = new LockCrowd();
    Path work = paths.scratch();
    Starts starts = new Starts(work.resolve("starts"));
    List<ClusterAgent> agents = scene.cluster().agents();
    try {
      for (int i = 0; i < count; i++) {
        List<String> command =
            new ArrayList<>(List.of(ConsulBinary.find().toString(), "lock", "-shell=false"));
        command.add("-http-addr=" + agents.get(i % agents.size()).httpAddress());
        command.add("bench/crowd-" + i);
        command.addAll(starts.command());
        crowd.locks.add(Launched.start(command, Map.of(), work.resolve(i + ".log")));
      }
      Await.within(LIMIT, "all hold", () -> starts.count() == count);
      return crowd;
    } catch (RuntimeException | Error e) {
      crowd.close();
      throw e;
    }
  }

  @Override
  public void close() {
    locks.parallelStream().forEach(Launched::close);
  }
}
