package io.emperor.bench.comparison;

import io.emperor.bench.BenchPaths;
import io.emperor.bench.Catalog;
import io.emperor.bench.Comparison;
import io.emperor.bench.figure.Aim;
import io.emperor.bench.figure.Measured;
import io.emperor.bench.figure.Row;
import io.emperor.bench.load.Wrk;
import io.emperor.bench.peer.Emperor;
import io.emperor.bench.peer.Peer;
import io.emperor.bench.peer.Uwsgi;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/** What reloads do to requests that come all the time. */
public final class ReloadUnderLoad implements Comparison {

  private static final int ROUNDS = 5;
  private static final int SECONDS = 10;
  private static final int RELOADS = 16;
  private static final String CALM = "itself without reloads";

  private record Load(List<Double> slowest, List<Double> lost, List<Double> requests) {

    Load() {
      this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    void add(Wrk run) {
      slowest.add(run.millisAt(99));
      lost.add((double) run.lost());
      requests.add((double) run.requests());
    }
  }

  private record Loads(Load calm, Load busy) {}

  private final BenchPaths paths;
  private final List<Peer> peers;

  /** With the emperor that was built, and uWSGI's. */
  public ReloadUnderLoad(BenchPaths paths) {
    this.paths = paths;
    this.peers = List.of(new Emperor(paths), Uwsgi.eager(paths));
  }

  @Override
  public String name() {
    return "reload";
  }

  @Override
  public String title() {
    return "Reloads under load";
  }

  @Override
  public String method() {
    return String.format(
        Locale.ROOT,
        """
        `wrk` asks an app over 16 connections for %d s as fast as it is answered, while its file is touched %d times, evenly; \
        and for as long without that. %d rounds of both, in turn, after one to warm up. Lost is what `wrk` counts as a failed \
        connection, reading, writing, time-out or status. uWSGI looks at its files once a second, so it reloads but once a second.
        """,
        SECONDS,
        RELOADS,
        ROUNDS);
  }

  @Override
  public Figures measure() {
    List<Loads> all = peers.stream().map(this::measure).toList();
    List<Row> rows = new ArrayList<>();
    Loads ours = all.get(0);
    rows.add(
        Row.alone(
            String.format(Locale.ROOT, "requests lost in %d reloads", RELOADS),
            "",
            Measured.of(ours.busy.lost),
            Aim.atMost(Aim.Of.P99, 0)));
    for (int i = 1; i < peers.size(); i++) {
      rows.add(
          Row.beside(
              String.format(Locale.ROOT, "requests lost in %d reloads", RELOADS),
              "",
              Measured.of(ours.busy.lost),
              peers.get(i).name(),
              Measured.of(all.get(i).busy.lost)));
    }
    rows.add(
        Row.beside(
            "slowest 1%, reloaded all the time",
            "ms",
            Measured.of(ours.busy.slowest),
            CALM,
            Measured.of(ours.calm.slowest),
            Aim.atMost(Aim.Of.RATIO, 1.5)));
    rows.add(
        Row.beside(
                "requests answered in the same time",
                "",
                Measured.of(ours.busy.requests),
                CALM,
                Measured.of(ours.calm.requests))
            .theMoreTheBetter());
    return Figures.of(rows);
  }

  private Loads measure(Peer peer) {
    Loads loads = new Loads(new Load(), new Load());
    try (Catalog consul = Catalog.start();
        Peer.Running running = peer.start(paths.scratch(), consul.address())) {
      running.prepare("reloaded");
      running.drop("reloaded");
      URI uri = consul.passing("reloaded", Duration.ofSeconds(60));
      for (int i = 0; i <= ROUNDS; i++) {
        Loads round = i == 0 ? new Loads(new Load(), new Load()) : loads;
        round.calm.add(Wrk.load(uri.getPort(), SECONDS));
        round.busy.add(whileReloading(running, uri.getPort()));
      }
    }
    return loads;
  }

  private static Wrk whileReloading(Peer.Running running, int port) {
    CompletableFuture<Wrk> load = CompletableFuture.supplyAsync(() -> Wrk.load(port, SECONDS));
    for (int i = 0; i < RELOADS; i++) {
      LockSupport.parkNanos(Duration.ofSeconds(SECONDS).toNanos() / (RELOADS + 1));
      running.touch("reloaded");
    }
    return load.join();
  }
}
