package io.emperor.bench.comparison;

import io.emperor.bench.BenchPaths;
import io.emperor.bench.Catalog;
import io.emperor.bench.Comparison;
import io.emperor.bench.figure.Aim;
import io.emperor.bench.figure.Measured;
import io.emperor.bench.figure.Row;
import io.emperor.bench.peer.Emperor;
import io.emperor.bench.peer.JettyDeployer;
import io.emperor.bench.peer.Peer;
import io.emperor.bench.peer.SpringBoot;
import io.emperor.bench.peer.Uwsgi;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** What one more app takes. */
public final class MemoryPerVassal implements Comparison {

  private static final Duration ANY = Duration.ofSeconds(1);
  private static final List<Integer> SIZES = List.of(10, 100, 1000);
  private static final List<Integer> FEW = List.of(10);
  private static final int SETTLE_SECONDS = 8;

  private final BenchPaths paths;

  public MemoryPerVassal(BenchPaths paths) {
    this.paths = paths;
  }

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public String title() {
    return "Memory per vassal";
  }

  @Override
  public String method() {
    return String.format(
        Locale.ROOT,
        """
        The proportional set size of all processes: what several share is counted once. Each starts, takes one app, and grows to
        10, 100 and 1,000 more; a vassal's share is what it has grown by since that first app, divided by how many came. Everybody
        has %d s to settle before each look. Nobody's heap is bounded and no garbage collection is forced: what a JVM has not
        collected yet is in its figure, which weighs on the share of few. Spring Boot, a JVM each, is measured with 10. One peer
        runs after the other.
        """,
        SETTLE_SECONDS);
  }

  @Override
  public Figures measure() throws InterruptedException {
    Footprint emperor = footprint(new Emperor(paths), SIZES);
    List<Row> rows = new ArrayList<>();
    for (Peer peer : List.of(Uwsgi.byDefault(paths), new JettyDeployer(paths))) {
      rows.addAll(rows(emperor, peer.name(), footprint(peer, SIZES)));
    }
    Peer boot = new SpringBoot(paths);
    rows.addAll(rows(emperor, boot.name(), footprint(boot, FEW)));
    return Figures.of(rows);
  }

  private Footprint footprint(Peer peer, List<Integer> sizes) throws InterruptedException {
    try (Catalog consul = Catalog.start();
        Contender contender = Contender.start(paths, peer, ANY, consul)) {
      Map<Integer, Double> megabytes = new TreeMap<>();
      megabytes.put(0, settled(contender));
      int loaded = 0;
      for (int size : sizes) {
        contender.load(size - loaded);
        loaded = size;
        megabytes.put(size, settled(contender));
      }
      return new Footprint(megabytes);
    }
  }

  private static double settled(Contender contender) throws InterruptedException {
    TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
    return contender.megabytes();
  }

  private static List<Row> rows(Footprint ours, String peer, Footprint theirs) {
    List<Row> rows = new ArrayList<>();
    for (int size : theirs.sizes()) {
      String what = String.format(Locale.ROOT, "a vassal of %,d", size);
      rows.add(row(what, ours.share(size), peer, theirs.share(size), aims(size, peer)));
    }
    int most = theirs.sizes().get(theirs.sizes().size() - 1);
    rows.add(
        row(
            String.format(Locale.ROOT, "all of %,d", most),
            ours.all(most),
            peer,
            theirs.all(most)));
    return rows;
  }

  private static Row row(String what, double ours, String peer, double theirs, Aim... aims) {
    return Row.beside(what, "MB", Measured.once(ours), peer, Measured.once(theirs), aims);
  }

  private static Aim[] aims(int size, String peer) {
    if (!peer.equals("uWSGI")) {
      return new Aim[0];
    }
    return switch (size) {
      case 100 -> new Aim[] {Aim.atMost(Aim.Of.MEDIAN, 0.2)};
      case 1000 -> new Aim[] {Aim.atMost(Aim.Of.MEDIAN, 0.3), Aim.atMost(Aim.Of.RATIO, 0.05)};
      default -> new Aim[0];
    };
  }
}
