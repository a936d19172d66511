package io.emperor.bench.comparison;

import io.emperor.bench.BenchPaths;
import io.emperor.bench.Catalog;
import io.emperor.bench.Comparison;
import io.emperor.bench.Samples;
import io.emperor.bench.figure.Row;
import io.emperor.bench.peer.Emperor;
import io.emperor.bench.peer.JettyDeployer;
import io.emperor.bench.peer.Peer;
import io.emperor.bench.peer.SpringBoot;
import io.emperor.bench.shop.Shop;
import io.emperor.bench.shop.ShopCrowd;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** What an app takes that is no greeting. */
public final class RealApp implements Comparison {

  private static final int APPS = 100;
  private static final int JVMS = 5;
  private static final int BARE = 10;
  private static final int ROUNDS = 1;
  private static final int DROPS_A_ROUND = 5;
  private static final int DROPS_OF_JVMS = 1;
  private static final int SETTLE_SECONDS = 5;
  private static final Duration SCAN = Duration.ofSeconds(1);
  private static final Duration APART = Duration.ofMillis(50);

  /** So many at once have the processors between them, and each takes as long as all. */
  private static final String START_TIMEOUT = "start-timeout=5m";

  private static final String JETTY = "Jetty's deployer";
  private static final String BOOT = "Spring Boot";
  private static final String EACH = "each its own";

  private final BenchPaths paths;

  /** With the emperor that was built. */
  public RealApp(BenchPaths paths) {
    this.paths = paths;
  }

  @Override
  public String name() {
    return "real-app";
  }

  @Override
  public String title() {
    return "A real app";
  }

  @Override
  public String method() {
    return String.format(
        Locale.ROOT,
        """
        An app of some 500 classes of its own, which has loaded and used all of them when it is ready: records, enums, \
        repositories, services and handlers of 62 kinds of things, each of which it has written as JSON, put into a table \
        and read again. It brings Jackson along, HikariCP, and H2 as its database, in memory. %d rounds, in each of which \
        every peer starts anew, takes one app, then %d more at once, and then %d one after the other at random moments; \
        Spring Boot, a JVM each, %d and %d. The share of an app is what the proportional set size has grown by since the first, divided \
        by how many came, after %d s to settle; no garbage collection is forced. All that are dropped at once are started at once by \
        the emperor, whose `%s`, and one after the other by Jetty.

        An app sees none of the emperor's libraries, and shares none with other apps. What that would save is measured in a bare JVM \
        with a class loader for each app: %d apps after the first, one after the other, each with its own libraries, \
        or below one class loader that has them for all.
        """,
        ROUNDS,
        APPS,
        DROPS_A_ROUND,
        JVMS,
        DROPS_OF_JVMS,
        SETTLE_SECONDS,
        START_TIMEOUT,
        BARE);
  }

  @Override
  public Figures measure() throws InterruptedException {
    Shop shop = Shop.compile(paths);
    Peer ours = Emperor.with(paths, shop.vassal(), "--vassal-set", START_TIMEOUT);
    Peer jetty = JettyDeployer.with(paths, shop.war());
    Peer boot = new SpringBoot(shop.boot());
    Samples samples = new Samples();
    for (int i = 0; i < ROUNDS; i++) {
      measure("ours", ours, APART, APPS, DROPS_A_ROUND, samples);
      measure(JETTY, jetty, SCAN, APPS, DROPS_A_ROUND, samples);
      measure(BOOT, boot, APART, JVMS, DROPS_OF_JVMS, samples);
      try (ShopCrowd each = ShopCrowd.ofTheirOwn(paths, shop)) {
        measure(EACH, each, samples);
      }
      try (ShopCrowd once = ShopCrowd.sharing(paths, shop)) {
        measure("once", once, samples);
      }
    }
    return Figures.of(rows(samples));
  }

  private void measure(
      String side, Peer peer, Duration scan, int apps, int drops, Samples samples)
      throws InterruptedException {
    try (Catalog consul = Catalog.start();
        Contender contender = Contender.start(paths, peer, scan, consul)) {
      TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
      double before = contender.megabytes();
      contender.load(apps);
      samples.add(side + " loading", contender.loading());
      TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
      samples.add(side + " share", (contender.megabytes() - before) / apps);
      for (int i = 0; i < drops; i++) {
        contender.drop();
      }
      contender.passing().figures().forEach(each -> samples.add(side + " passing", each));
      contender.answering().figures().forEach(each -> samples.add(side + " answering", each));
    }
  }

  private static void measure(String side, ShopCrowd crowd, Samples samples)
      throws InterruptedException {
    double unused = crowd.open(1);
    TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
    double before = crowd.megabytes();
    int classes = crowd.classes();
    samples.add(side + " opening", crowd.open(BARE) / BARE);
    TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
    samples.add(side + " share", (crowd.megabytes() - before) / BARE);
    samples.add(side + " classes", (crowd.classes() - classes) / (double) BARE);
  }

  private static List<Row> rows(Samples samples) {
    String share = String.format(Locale.ROOT, "an app of %d", APPS);
    String loading = String.format(Locale.ROOT, "%d at once: drop to passing of all", APPS);
    String passing = String.format(Locale.ROOT, "drop to passing, %d loaded", APPS);
    String answering = String.format(Locale.ROOT, "drop to first answer, %d loaded", APPS);
    String bare = String.format(Locale.ROOT, ", of %d in a bare JVM, libraries loaded once", BARE);
    return List.of(
        row(share, "MB", samples, "ours share", JETTY),
        row(share, "MB", samples, "ours share", BOOT),
        row(loading, "s", samples, "ours loading", JETTY),
        row(passing, "ms", samples, "ours passing", JETTY),
        row(passing, "ms", samples, "ours passing", BOOT),
        row(answering, "ms", samples, "ours answering", JETTY),
        row(answering, "ms", samples, "ours answering", BOOT),
        row("an app" + bare, "MB", samples, "once share", EACH),
        row("classes of an app" + bare, "", samples, "once classes", EACH),
        row("opening an app" + bare, "s", samples, "once opening", EACH));
  }

  private static Row row(String what, String unit, Samples samples, String ours, String peer) {
    String theirs = peer + ours.substring(ours.indexOf(' '));
    return Row.beside(what, unit, samples.of(ours), peer, samples.of(theirs));
  }
}
