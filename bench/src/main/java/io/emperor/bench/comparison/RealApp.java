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
  private static final int ROUNDS = 5;
  private static final int SETTLE_SECONDS = 5;
  private static final Duration SCAN = Duration.ofSeconds(1);
  private static final Duration APART = Duration.ofMillis(50);

  private static final String JETTY = "Jetty's deployer";
  private static final String BOOT = "Spring Boot";
  private static final String EACH = "each its own";
  private static final String ONCE = "once";

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
        and read again. It brings Jackson along, HikariCP, and H2 as its database, in memory. Each peer starts, takes one app, \
        and then %d more at once, one peer after the other; Spring Boot, a JVM each, %d. The share of an app is what the \
        proportional set size has grown by since the first, divided by how many came, after %d s to settle; no garbage \
        collection is forced. What is dropped at once is started some at a time by the emperor, and one after the other by \
        Jetty. With all of them loaded, one more is dropped at random moments, %d times in turn.

        An app sees none of the emperor's libraries, and shares none with other apps. What that would save is measured in a bare JVM \
        with a class loader for each app: %d apps after the first, one after the other, each with its own libraries, \
        or below one class loader that has them for all; %d rounds in turn.
        """,
        APPS,
        JVMS,
        SETTLE_SECONDS,
        ROUNDS,
        BARE,
        ROUNDS);
  }

  @Override
  public Figures measure() throws InterruptedException {
    Shop shop = Shop.compile(paths);
    Samples samples = new Samples();
    measureApps(shop, samples);
    for (int i = 0; i < ROUNDS; i++) {
      try (ShopCrowd each = ShopCrowd.ofTheirOwn(paths, shop);
          ShopCrowd once = ShopCrowd.sharing(paths, shop)) {
        measureBare(List.of(each, once), List.of(EACH, ONCE), samples);
      }
    }
    return Figures.of(rows(samples));
  }

  private void measureApps(Shop shop, Samples samples) throws InterruptedException {
    Peer emperor = Emperor.with(paths, shop.vassal());
    Peer deployer = JettyDeployer.with(paths, shop.war());
    try (Catalog consul = Catalog.start();
        Contender ours = Contender.start(paths, emperor, APART, consul);
        Contender jetty = Contender.start(paths, deployer, SCAN, consul);
        Contender boot = Contender.start(paths, new SpringBoot(shop.boot()), APART, consul)) {
      List<Contender> all = List.of(ours, jetty, boot);
      TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
      double[] before = all.stream().mapToDouble(Contender::megabytes).toArray();
      all.forEach(each -> each.load(each == boot ? JVMS : APPS));
      TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
      for (int i = 0; i < before.length; i++) {
        Contender each = all.get(i);
        double grown = each.megabytes() - before[i];
        samples.add(each.name() + " share", grown / (each == boot ? JVMS : APPS));
        samples.add(each.name() + " loading", each.loading());
      }
      for (int i = 0; i < ROUNDS; i++) {
        all.forEach(Contender::drop);
      }
      for (Contender each : all) {
        each.passing().figures().forEach(took -> samples.add(each.name() + " passing", took));
        each.answering().figures().forEach(took -> samples.add(each.name() + " answering", took));
      }
    }
  }

  private static void measureBare(List<ShopCrowd> crowds, List<String> sides, Samples samples)
      throws InterruptedException {
    crowds.forEach(each -> each.open(1));
    TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
    double[] before = crowds.stream().mapToDouble(ShopCrowd::megabytes).toArray();
    for (int i = 0; i < before.length; i++) {
      int classes = crowds.get(i).classes();
      samples.add(sides.get(i) + " opening", crowds.get(i).open(BARE) / BARE);
      samples.add(sides.get(i) + " classes", (crowds.get(i).classes() - classes) / (double) BARE);
    }
    TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
    for (int i = 0; i < before.length; i++) {
      samples.add(sides.get(i) + " share", (crowds.get(i).megabytes() - before[i]) / BARE);
    }
  }

  private static List<Row> rows(Samples samples) {
    String share = String.format(Locale.ROOT, "an app of %d", APPS);
    String loading = String.format(Locale.ROOT, "%d at once: drop to passing of all", APPS);
    String passing = String.format(Locale.ROOT, "drop to passing, %d loaded", APPS);
    String answering = String.format(Locale.ROOT, "drop to first answer, %d loaded", APPS);
    String bare = String.format(Locale.ROOT, ", of %d in a bare JVM, libraries loaded once", BARE);
    return List.of(
        row(share, "MB", samples, "emperor share", JETTY),
        row(share, "MB", samples, "emperor share", BOOT),
        row(loading, "s", samples, "emperor loading", JETTY),
        row(passing, "ms", samples, "emperor passing", JETTY),
        row(passing, "ms", samples, "emperor passing", BOOT),
        row(answering, "ms", samples, "emperor answering", JETTY),
        row(answering, "ms", samples, "emperor answering", BOOT),
        row("an app" + bare, "MB", samples, ONCE + " share", EACH),
        row("classes of an app" + bare, "", samples, ONCE + " classes", EACH),
        row("opening an app" + bare, "s", samples, ONCE + " opening", EACH));
  }

  private static Row row(String what, String unit, Samples samples, String ours, String peer) {
    String theirs = peer + ours.substring(ours.indexOf(' '));
    return Row.beside(what, unit, samples.of(ours), peer, samples.of(theirs));
  }
}
