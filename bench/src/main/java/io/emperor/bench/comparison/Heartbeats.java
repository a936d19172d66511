package io.emperor.bench.comparison;

import io.emperor.bench.AdminEndpoint;
import io.emperor.bench.BenchPaths;
import io.emperor.bench.Catalog;
import io.emperor.bench.Comparison;
import io.emperor.bench.Samples;
import io.emperor.bench.figure.Aim;
import io.emperor.bench.figure.Row;
import io.emperor.bench.peer.Consumption;
import io.emperor.bench.peer.Emperor;
import io.emperor.bench.peer.Peer;
import io.emperor.consul.FreePort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/** What it costs to keep many idle services alive. */
public final class Heartbeats implements Comparison {

  private static final String APP = "beat-";
  private static final Duration LIMIT = Duration.ofMinutes(4);
  private static final Duration SETTLING = Duration.ofMinutes(2);
  private static final Duration SETTLING_AGAIN = Duration.ofSeconds(20);
  private static final Duration WINDOW = Duration.ofSeconds(10);
  private static final int WINDOWS = 5;
  private static final String SENT = "emperor_heartbeats_total{result=\"sent\"}";
  private static final String LATE = "emperor_heartbeats_total{result=\"late\"}";
  private static final String AGENT = "Consul's agent";

  private final BenchPaths paths;

  /** With the emperor that was built. */
  public Heartbeats(BenchPaths paths) {
    this.paths = paths;
  }

  @Override
  public String name() {
    return "heartbeats";
  }

  @Override
  public String title() {
    return "Heartbeats";
  }

  @Override
  public String method() {
    return String.format(
        Locale.ROOT,
        """
        Processor time, in percent of one core, of an emperor whose vassals have nothing to do but to live, and of the Consul \
        agent that takes their heartbeats, which is the cluster's only server as well; TTL 15 s, %d windows of %d s \
        when all have been passing for %d s, %d when 4,000 more have come. It is all that the emperor does: health checks, watching its directories and \
        comparing itself with the agent are in it.
        """,
        WINDOWS,
        WINDOW.toSeconds(),
        SETTLING.toSeconds(),
        SETTLING_AGAIN.toSeconds());
  }

  @Override
  public Figures measure() {
    List<Row> rows = new ArrayList<>();
    int port = FreePort.find();
    try (Catalog consul = Catalog.start();
        Peer.Running emperor =
            new Emperor(paths)
                .start(
                    paths.scratch(),
                    consul.address(),
                    List.of(
                        "--admin", "127.0.0.1:" + port, "--vassal-set", "consul-check-ttl=15s"))) {
      for (int apps : new int[] {1_000, 5_000}) {
        load(emperor, apps);
        consul.allPassing(APP, apps, LIMIT);
        LockSupport.parkNanos((apps == 1_000 ? SETTLING : SETTLING_AGAIN).toNanos());
        rows.addAll(rows(apps, emperor, consul, new AdminEndpoint(port)));
      }
    }
    return Figures.of(rows);
  }

  private static void load(Peer.Running emperor, int apps) {
    for (int i = apps == 1_000 ? 0 : 1_000; i < apps; i++) {
      emperor.prepare(APP + i);
      emperor.drop(APP + i);
    }
  }

  private static List<Row> rows(
      int apps, Peer.Running emperor, Catalog consul, AdminEndpoint metrics) {
    Samples samples = new Samples();
    for (int i = 0; i < WINDOWS; i++) {
      double late = metrics.value(LATE);
      double sent = metrics.value(SENT);
      double ours = Consumption.processorSeconds(emperor.process());
      double theirs = Consumption.processorSeconds(consul.process());
      long begun = System.nanoTime();
      LockSupport.parkNanos(WINDOW.toNanos());
      double seconds = (System.nanoTime() - begun) / 1e9;
      samples.add("ours", (Consumption.processorSeconds(emperor.process()) - ours) / seconds * 100);
      samples.add(
          "theirs", (Consumption.processorSeconds(consul.process()) - theirs) / seconds * 100);
      samples.add("sent", (metrics.value(SENT) - sent) / seconds);
      samples.add("late", metrics.value(LATE) - late);
    }
    String vassals = String.format(Locale.ROOT, "%,d vassals", apps);
    Aim[] aims = apps == 1_000 ? new Aim[] {Aim.atMost(Aim.Of.MEDIAN, 2)} : new Aim[0];
    return List.of(
        Row.beside(
            vassals + ": processor time",
            "%",
            samples.of("ours"),
            AGENT,
            samples.of("theirs"),
            aims),
        Row.alone(vassals + ": heartbeats a second", "", samples.of("sent")),
        Row.alone(
            vassals + ": late heartbeats", "", samples.of("late"), Aim.atMost(Aim.Of.P99, 0)));
  }
}
