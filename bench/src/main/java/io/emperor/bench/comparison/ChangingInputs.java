package io.emperor.bench.comparison;

import io.emperor.bench.BenchPaths;
import io.emperor.bench.Catalog;
import io.emperor.bench.Comparison;
import io.emperor.bench.Samples;
import io.emperor.bench.figure.Aim;
import io.emperor.bench.figure.Row;
import io.emperor.bench.load.Wrk;
import io.emperor.bench.peer.ConsulWatch;
import io.emperor.bench.peer.Directory;
import io.emperor.bench.peer.Emperor;
import io.emperor.bench.peer.Peer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * How long it takes until a vassal has what was put into Consul, and what that costs its clients.
 */
public final class ChangingInputs implements Comparison {

  private static final int ROUNDS = 40;
  private static final int WARM_UP = 10;
  private static final int LOADS = 5;
  private static final int RELOADS = 20;
  private static final int SECONDS = 10;
  private static final int CHANGES = 500;
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String QUERY = "a bare blocking query";
  private static final String WATCH = "`consul watch` with a script";
  private static final String KEY = "config/changed/level";
  private static final String FILE = "a key is put: its file is replaced";
  private static final String RELOAD = "a key is put: the reload is complete";
  private static final String LOST = "requests lost in 20 reloads by changed settings";
  private static final String COMMITS =
      "files replaced by 500 changes in 2 s, with quiet-period: 2s";

  private final BenchPaths paths;
  private Path work;
  private int last;

  /** With the distribution that was built. */
  public ChangingInputs(BenchPaths paths) {
    this.paths = paths;
    work = paths.scratch();
  }

  @Override
  public String name() {
    return "inputs";
  }

  @Override
  public String title() {
    return "Changes of a vassal's inputs";
  }

  @Override
  public String method() {
    return String.format(
        Locale.ROOT,
        """
        A vassal in the emperor's JVM has settings and a template from Consul's keys, and no quiet period. A key is put: until the \
        template's file has the value, and, where a change is a reload, until the emperor says that the new generation runs; \
        %d times after %d that are not counted. Beside it %s, which has its answer, and %s that replaces a file. Then `wrk` asks over 16 connections for %d s \
        while the key is put %d times, %d rounds.
        """,
        ROUNDS,
        WARM_UP,
        QUERY,
        WATCH,
        SECONDS,
        RELOADS,
        LOADS);
  }

  @Override
  public Figures measure() {
    Samples samples = new Samples();
    try (Catalog consul = Catalog.start()) {
      told(consul, samples);
      reloaded(consul, samples);
      crowded(consul, samples);
    }
    return Figures.of(
        List.of(
            Row.beside(
                FILE,
                "ms",
                samples.of(FILE),
                QUERY,
                samples.of(QUERY),
                Aim.atMost(Aim.Of.MEDIAN, 100)),
            Row.beside(FILE, "ms", samples.of(FILE), WATCH, samples.of(WATCH)),
            Row.alone(RELOAD, "ms", samples.of(RELOAD), Aim.atMost(Aim.Of.MEDIAN, 300)),
            Row.alone(LOST, "", samples.of(LOST), Aim.atMost(Aim.Of.P99, 0)),
            Row.alone(COMMITS, "", samples.of(COMMITS), Aim.atMost(Aim.Of.P99, 2))));
  }

  private void told(Catalog consul, Samples samples) {
    try (Peer.Running running = start(consul, "on-change: none\n")) {
      running.drop("changed");
      URI unused = consul.passing("changed", LIMIT);
      for (int i = 0; i < WARM_UP + ROUNDS; i++) {
        Samples counted = i < WARM_UP ? new Samples() : samples;
        CompletableFuture<Double> bare = consul.changeOf(KEY);
        counted.add(FILE, afterPut(consul, () -> file().equals("level " + last)));
        counted.add(QUERY, bare.join());
      }
    }
    try (ConsulWatch watch = ConsulWatch.of(work, consul.address(), KEY)) {
      for (int i = 0; i < WARM_UP + ROUNDS; i++) {
        (i < WARM_UP ? new Samples() : samples)
            .add(WATCH, afterPut(consul, () -> watch.has("" + last)));
      }
    }
  }

  private void reloaded(Catalog consul, Samples samples) {
    try (Peer.Running running = start(consul, "")) {
      running.drop("changed");
      URI uri = consul.passing("changed", LIMIT);
      for (int i = 0; i < WARM_UP + ROUNDS; i++) {
        String line = "running generation " + (i + 2) + " ";
        (i < WARM_UP ? new Samples() : samples)
            .add(RELOAD, afterPut(consul, () -> log().contains(line)));
      }
      for (int i = 0; i < LOADS; i++) {
        CompletableFuture<Wrk> load =
            CompletableFuture.supplyAsync(() -> Wrk.load(uri.getPort(), SECONDS));
        for (int reload = 0; reload < RELOADS; reload++) {
          LockSupport.parkNanos(Duration.ofSeconds(SECONDS).toNanos() / (RELOADS + 1));
          put(consul);
        }
        samples.add(LOST, (double) load.join().lost());
      }
    }
  }

  private void crowded(Catalog consul, Samples samples) {
    try (Peer.Running running = start(consul, "on-change: none\nquiet-period: 2s\n")) {
      running.drop("changed");
      URI unused = consul.passing("changed", LIMIT);
      for (int i = 0; i < LOADS; i++) {
        int before = told(log());
        for (int change = 0; change < CHANGES; change++) {
          put(consul);
          LockSupport.parkNanos(Duration.ofSeconds(2).toNanos() / CHANGES / 2);
        }
        until(() -> file().equals("level " + last));
        samples.add(COMMITS, told(log()) - before);
      }
    }
  }

  private static int told(String log) {
    return log.split("its inputs have changed", -1).length - 1;
  }

  private Peer.Running start(Catalog consul, String more) {
    work = Directory.io(() -> Files.createTempDirectory(paths.scratch(), "inputs"));
    put(consul);
    Peer.Running running = new Emperor(paths).start(work, consul.address());
    Path vassals = work.resolve("vassals");
    write(work.resolve("level.peb"), "level {{ input.level }}");
    write(
        vassals.resolve("changed.yaml"),
        "sources: [{consul: config/changed/}]\n"
            + "templates: {level: {source: "
            + work.resolve("level.peb")
            + ", destination: "
            + work.resolve("level")
            + "}}\n"
            + more);
    running.prepare("changed");
    return running;
  }

  private void put(Catalog consul) {
    last++;
    consul.put("/v1/kv/" + KEY, "" + last);
  }

  private double afterPut(Catalog consul, BooleanSupplier there) {
    long begun = System.nanoTime();
    put(consul);
    until(there);
    return (System.nanoTime() - begun) / 1e6;
  }

  private static void until(BooleanSupplier there) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!there.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("not within " + LIMIT);
      }
      LockSupport.parkNanos(500_000);
    }
  }

  private String file() {
    return Directory.io(() -> Files.readString(work.resolve("level")));
  }

  private String log() {
    return Directory.io(() -> Files.readString(work.resolve("log")));
  }

  private static void write(Path file, String text) {
    Path unused = Directory.io(() -> Files.writeString(file, text));
  }
}
