package io.emperor.bench.comparison;

import io.emperor.bench.BenchPaths;
import io.emperor.bench.Catalog;
import io.emperor.bench.Comparison;
import io.emperor.bench.Samples;
import io.emperor.bench.figure.Aim;
import io.emperor.bench.figure.Row;
import io.emperor.bench.peer.Emperor;
import io.emperor.bench.peer.Jdk;
import io.emperor.bench.peer.Launched;
import io.emperor.bench.peer.Peer;
import io.emperor.bench.peer.Uwsgi;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/** From the start of the process until all apps that lie there are passing. */
public final class Start implements Comparison {

  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final int FEW = 50;
  private static final int ROUNDS_OF_FEW = 7;
  private static final int ROUNDS_IN_SHORT = 5;
  private static final int MANY = 1_000;
  private static final int ROUNDS_OF_MANY = 5;
  private static final String APP = "start-";
  private static final int NEWER_JAVA = 25;
  private static final String VERSION = "bin/emperor --version";

  private final BenchPaths paths;
  private final Peer emperor;
  private final Peer unarchived;
  private final Peer uwsgi;

  /** With the emperor that was built, and uWSGI's. */
  public Start(BenchPaths paths) {
    this.paths = paths;
    this.emperor = new Emperor(paths);
    this.unarchived = Emperor.withoutArchive(paths);
    this.uwsgi = Uwsgi.eager(paths);
  }

  @Override
  public String name() {
    return "start";
  }

  @Override
  public String title() {
    return "Start";
  }

  @Override
  public String method() {
    return String.format(
        Locale.ROOT,
        """
        From the start of the process, with all apps in its directory, until Consul, a new one each time, has all of them \
        passing; in turn, after a round to warm up. `%s` is the shortest life that the same JVM has. The emperor starts \
        with the archive of classes that `emperor archive` has made once for its Java, as after an installation.
        """,
        VERSION);
  }

  @Override
  public Figures measure() {
    List<Row> rows = new ArrayList<>();
    List<Peer> others = new ArrayList<>(List.of(unarchived, uwsgi));
    Jdk.find(NEWER_JAVA).ifPresent(jdk -> others.add(Emperor.on(paths, jdk)));
    rows.addAll(rows(FEW, others, ROUNDS_OF_FEW));
    rows.addAll(rows(MANY, List.of(uwsgi), ROUNDS_OF_MANY));
    return Figures.of(rows);
  }

  @Override
  public Optional<Callable<Figures>> inShort() {
    List<Peer> others = Uwsgi.isInstalled() ? List.of(uwsgi) : List.of();
    return Optional.of(() -> Figures.of(rows(FEW, others, ROUNDS_IN_SHORT)));
  }

  private List<Row> rows(int apps, List<Peer> others, int rounds) {
    Samples samples = new Samples();
    List<Peer> peers = new ArrayList<>(List.of(emperor));
    peers.addAll(others);
    Map<Peer, Path> seeded = new LinkedHashMap<>();
    for (Peer peer : peers) {
      seeded.put(peer, paths.scratch());
      seed(peer, seeded.get(peer), apps);
    }
    for (int i = 0; i < rounds; i++) {
      seeded.forEach((peer, work) -> samples.add(peer.name(), seconds(peer, work, apps)));
      if (apps == FEW) {
        samples.add(VERSION, version());
      }
    }
    List<Row> rows = new ArrayList<>();
    if (apps == FEW) {
      rows.add(row(apps, VERSION, samples, Aim.atMost(Aim.Of.MEDIAN, 1.0)));
    }
    for (Peer peer : others) {
      rows.add(
          peer.name().endsWith(" " + NEWER_JAVA)
              ? newer(peer, samples)
              : row(apps, peer.name(), samples, aims(apps, peer)));
    }
    return rows;
  }

  /** There the newer Java is ours. */
  private Row newer(Peer peer, Samples samples) {
    return Row.beside(
        String.format(Locale.ROOT, "%,d apps on Java %d", FEW, NEWER_JAVA),
        "s",
        samples.of(peer.name()),
        "itself on Java " + Runtime.version().feature(),
        samples.of(emperor.name()),
        Aim.atMost(Aim.Of.RATIO, 0.7));
  }

  /** Drops the apps; this is the round that fills the caches of the file system. */
  private static void seed(Peer peer, Path work, int apps) {
    try (Catalog consul = Catalog.start();
        Peer.Running running = peer.start(work, consul.address())) {
      for (int i = 0; i < apps; i++) {
        running.prepare(APP + i);
        running.drop(APP + i);
      }
      consul.allPassing(APP, apps, LIMIT);
    }
  }

  private static double seconds(Peer peer, Path work, int apps) {
    try (Catalog consul = Catalog.start()) {
      long begun = System.nanoTime();
      Peer.Running running = peer.start(work, consul.address());
      try {
        consul.allPassing(APP, apps, LIMIT);
        return (System.nanoTime() - begun) / 1e9;
      } finally {
        running.close();
      }
    }
  }

  private double version() {
    String emperor = paths.distribution().resolve("bin/emperor").toString();
    long begun = System.nanoTime();
    Path log = paths.scratch().resolve("log");
    try (Launched launched = Launched.start(List.of(emperor, "--version"), Map.of(), log)) {
      launched.handle().onExit().join();
      return (System.nanoTime() - begun) / 1e9;
    }
  }

  private Aim[] aims(int apps, Peer peer) {
    return peer == uwsgi
        ? new Aim[] {Aim.atMost(Aim.Of.RATIO, apps == FEW ? 0.8 : 0.2)}
        : new Aim[0];
  }

  private Row row(int apps, String beside, Samples samples, Aim... aims) {
    return Row.beside(
        String.format(Locale.ROOT, "%,d apps", apps),
        "s",
        samples.of(emperor.name()),
        beside,
        samples.of(beside),
        aims);
  }
}
