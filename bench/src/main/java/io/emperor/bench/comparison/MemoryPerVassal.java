package io.emperor.bench.comparison;

import io.emperor.bench.BenchPaths;
import io.emperor.bench.Catalog;
import io.emperor.bench.Comparison;
import io.emperor.bench.Samples;
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
  private static final List<Integer> SIZES = List.of(10, 1000);
  private static final List<Integer> FEW = List.of(10);
  private static final int HUNDRED = 100;
  private static final int ROUNDS = 5;
  private static final int SETTLE_SECONDS = 5;

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
        10 and 1,000 more; a vassal's share is what it has grown by since that first app, divided by how many came. Everybody
        has %d s to settle before each look. Nobody's heap is bounded and no garbage collection is forced: what a JVM has not
        collected yet is in its figure, which weighs on the share of few. Spring Boot, a JVM each, is measured with 10. One peer
        runs after the other. Of 100 it is the share in %d rounds, in each of which all but Spring Boot start anew and grow \
        one after the other.
        """,
        SETTLE_SECONDS,
        ROUNDS);
  }

  @Override
  public Figures measure() throws InterruptedException {
    Peer ours = new Emperor(paths);
    List<Peer> others = List.of(Uwsgi.byDefault(paths), new JettyDeployer(paths));
    Samples hundred = new Samples();
    for (int i = 0; i < ROUNDS; i++) {
      addShares(hundred, ours, others.get(0), others.get(1));
    }
    Footprint emperor = footprint(ours, SIZES);
    List<Row> rows = new ArrayList<>();
    for (Peer peer : others) {
      List<Row> ofPeer = rows(emperor, peer.name(), footprint(peer, SIZES));
      ofPeer.add(1, row(HUNDRED, hundred.of(ours.name()), peer.name(), hundred.of(peer.name())));
      rows.addAll(ofPeer);
    }
    Peer boot = new SpringBoot(paths);
    rows.addAll(rows(emperor, boot.name(), footprint(boot, FEW)));
    return Figures.of(rows);
  }

  /** What one of a hundred takes, of three that have the same time to settle. */
  private void addShares(Samples samples, Peer first, Peer second, Peer third)
      throws InterruptedException {
    try (Catalog consul = Catalog.start();
        Contender one = Contender.start(paths, first, ANY, consul);
        Contender two = Contender.start(paths, second, ANY, consul);
        Contender three = Contender.start(paths, third, ANY, consul)) {
      List<Contender> all = List.of(one, two, three);
      TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
      double[] before = all.stream().mapToDouble(Contender::megabytes).toArray();
      all.forEach(each -> each.load(HUNDRED));
      TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
      for (int i = 0; i < before.length; i++) {
        Contender each = all.get(i);
        samples.add(each.name(), (each.megabytes() - before[i]) / HUNDRED);
      }
    }
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
      rows.add(row(size, Measured.once(ours.share(size)), peer, Measured.once(theirs.share(size))));
    }
    int most = theirs.sizes().get(theirs.sizes().size() - 1);
    rows.add(
        Row.beside(
            String.format(Locale.ROOT, "all of %,d", most),
            "MB",
            Measured.once(ours.all(most)),
            peer,
            Measured.once(theirs.all(most))));
    return rows;
  }

  private static Row row(int size, Measured ours, String peer, Measured theirs) {
    String what = String.format(Locale.ROOT, "a vassal of %,d", size);
    return Row.beside(what, "MB", ours, peer, theirs, aims(size, peer));
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
