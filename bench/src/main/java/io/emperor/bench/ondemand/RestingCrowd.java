package io.emperor.bench.ondemand;

import com.fasterxml.jackson.databind.JsonNode;
import io.emperor.bench.AdminEndpoint;
import io.emperor.bench.BenchPaths;
import io.emperor.bench.Samples;
import io.emperor.bench.figure.Aim;
import io.emperor.bench.figure.Measured;
import io.emperor.bench.figure.Row;
import io.emperor.bench.load.DevAgentProcess;
import io.emperor.bench.peer.Consumption;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.StreamSupport;

/** An emperor with very many vassals of which nothing runs, and what it takes to keep them. */
final class RestingCrowd {

  static final int VASSALS = 10_000;
  static final int WINDOWS = 5;
  static final Duration WINDOW = Duration.ofSeconds(20);
  static final Duration SETTLING = Duration.ofSeconds(60);

  private static final int FEW = 100;
  private static final Duration LIMIT = Duration.ofMinutes(8);
  private static final Duration AFTER_GARBAGE = Duration.ofSeconds(8);
  private static final int PATIENCE_MILLIS = 10_000;
  private static final Duration AFTER_SCAN = Duration.ofSeconds(5);
  private static final String LATE = "emperor_heartbeats_total{result=\"late\"}";
  private static final String FAILED = "emperor_heartbeats_total{result=\"failed\"}";
  private static final String AGENT = "the dev agent";

  private final Samples samples = new Samples();
  private final BenchPaths paths;

  /** What the vassals are. */
  enum Kind {
    /** In the emperor's JVM. */
    APP("rest-app-", "apps in the emperor's JVM"),
    /** By the relay. */
    PROGRAM("rest-program-", "programs");

    private final String prefix;
    private final String words;

    Kind(String prefix, String words) {
      this.prefix = prefix;
      this.words = words;
    }
  }

  RestingCrowd(BenchPaths paths) {
    this.paths = paths;
  }

  List<Row> measure(Kind kind) {
    try (DevAgentProcess agent = DevAgentProcess.start(paths);
        DemandScene scene = new DemandScene(paths, agent.address())) {
      drop(scene, kind, 0, FEW);
      Memory few = Memory.of(scene);
      long begun = System.nanoTime();
      drop(scene, kind, FEW, VASSALS);
      double seconds = (System.nanoTime() - begun) / 1e9;
      LockSupport.parkNanos(SETTLING.toNanos());
      Memory all = Memory.of(scene);
      watch(scene, agent.process());
      scan(scene);
      return rows(kind, few, all, seconds);
    }
  }

  private static void drop(DemandScene scene, Kind kind, int from, int to) {
    for (int i = from; i < to; i++) {
      String file =
          kind == Kind.APP ? scene.app("on-demand: true\n") : scene.program("on-demand: true\n");
      scene.drop(kind.prefix + i, file);
    }
    JsonNode unused = scene.await(kind.prefix + from, "resting"); // it may still be starting itself
    awaitRest(scene, to);
  }

  /** By the emperor's word: whether the agent keeps up is told by late heartbeats. */
  private static void awaitRest(DemandScene scene, int count) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    JsonNode all = scene.all();
    while (all.size() < count || woken(all) > 0) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(woken(all) + " of " + all.size() + " do not rest");
      }
      LockSupport.parkNanos(count * 100_000L); // to list them is work
      all = scene.all();
    }
  }

  private void watch(DemandScene scene, ProcessHandle agent) {
    AdminEndpoint admin = scene.admin();
    double late = admin.value(LATE) + admin.value(FAILED);
    for (int i = 0; i < WINDOWS; i++) {
      double ours = Consumption.processorSeconds(scene.process());
      double theirs = Consumption.processorSeconds(agent);
      long begun = System.nanoTime();
      LockSupport.parkNanos(WINDOW.toNanos());
      double seconds = (System.nanoTime() - begun) / 1e9;
      samples.add("ours", percent(ours, scene.process(), seconds));
      samples.add("theirs", percent(theirs, agent, seconds));
    }
    samples.add("late", admin.value(LATE) + admin.value(FAILED) - late);
  }

  private static double percent(double before, ProcessHandle process, double seconds) {
    return (Consumption.processorSeconds(process) - before) / seconds * 100;
  }

  /** Connects to each port, and goes. */
  private void scan(DemandScene scene) {
    List<Integer> ports = new ArrayList<>();
    scene.all().forEach(vassal -> ports.add(vassal.path("port").asInt()));
    if (ports.size() != VASSALS) {
      throw new IllegalStateException(ports.size() + " ports are open");
    }
    long begun = System.nanoTime();
    ports.forEach(RestingCrowd::knock);
    samples.add("scan", (System.nanoTime() - begun) / 1e9);
    LockSupport.parkNanos(AFTER_SCAN.toNanos());
    samples.add("woken", (double) woken(scene.all()));
  }

  /** How many of a list of vassals, as the API tells it, are no first generation at rest. */
  static long woken(JsonNode vassals) {
    return StreamSupport.stream(vassals.spliterator(), false)
        .filter(
            vassal ->
                !vassal.path("state").asText().equals("resting")
                    || vassal.path("generation").asInt() != 1
                    || vassal.path("trying").asBoolean())
        .count();
  }

  private static void knock(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
    } catch (IOException e) {
      throw new IllegalStateException("port " + port + " takes no connection", e);
    }
  }

  private List<Row> rows(Kind kind, Memory few, Memory all, double seconds) {
    String who = String.format(Locale.ROOT, "%,d resting %s: ", VASSALS, kind.words);
    return List.of(
        Row.alone(
            who + "memory each",
            "KB",
            Measured.once(each(few.set, all.set)),
            Aim.atMost(Aim.Of.MEDIAN, 30)),
        Row.alone(who + "objects in use each", "KB", Measured.once(each(few.live, all.live))),
        Row.alone(
            who + "late or failed heartbeats",
            "",
            samples.of("late"),
            Aim.atMost(Aim.Of.MEDIAN, 0)),
        Row.beside(
            who + "processor time",
            "%",
            samples.of("ours"),
            AGENT,
            samples.of("theirs"),
            Aim.atMost(Aim.Of.MEDIAN, 15)),
        Row.alone(who + "until all rest", "s", Measured.once(seconds)),
        Row.alone(
            who + "started by a scan of all ports",
            "",
            samples.of("woken"),
            Aim.atMost(Aim.Of.MEDIAN, 0)),
        Row.alone(who + "the scan", "s", samples.of("scan")));
  }

  private static double each(double few, double all) {
    return (all - few) * 1024 / (VASSALS - FEW);
  }

  /**
   * What the emperor holds.
   *
   * @param set its proportional set size some seconds after garbage was collected, MB
   * @param live what objects take that something refers to, MB
   */
  private record Memory(double set, double live) {

    static Memory of(DemandScene scene) {
      Consumption.collectGarbage(scene.process());
      LockSupport.parkNanos(AFTER_GARBAGE.toNanos());
      double set = Consumption.megabytes(scene.process());
      return new Memory(set, Consumption.liveMegabytes(scene.process()));
    }
  }
}
