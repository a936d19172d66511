package io.emperor.bench.comparison;

import io.emperor.bench.BenchPaths;
import io.emperor.bench.Catalog;
import io.emperor.bench.Comparison;
import io.emperor.bench.Samples;
import io.emperor.bench.figure.Aim;
import io.emperor.bench.figure.Row;
import io.emperor.bench.peer.Jdk;
import io.emperor.bench.peer.Peer;
import io.emperor.bench.peer.SpringBoot;
import io.emperor.bench.peer.SpringBootVassals;
import io.emperor.consul.Await;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What an archive of its classes does for the start of a Spring Boot jar. */
public final class ArchivedSpringBoot implements Comparison {

  private static final int ROUNDS = 5;
  private static final int NEWER_JAVA = 25;
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final String BY_HAND = "`java -jar` by hand";

  private final BenchPaths paths;
  private int dropped;

  /** With the emperor and the Spring Boot app that were built. */
  public ArchivedSpringBoot(BenchPaths paths) {
    this.paths = paths;
  }

  @Override
  public String name() {
    return "class-archive";
  }

  @Override
  public String title() {
    return "Spring Boot with an archive of its classes";
  }

  @Override
  public String method() {
    return String.format(
        Locale.ROOT,
        """
        The same jar of a small Spring Boot app, with Spring Cloud Consul, until Consul has it passing: from the rename of a \
        vassal's file, whose service the emperor registers as soon as `check-http: /` is answered; and from the command \
        `java -jar` in a shell, where the app registers itself. The vassal without `class-archive` and with it, which has \
        been started and ended once before, so that its archive is there. %d rounds in turn after one to warm up, nothing \
        else running, on each Java.
        """,
        ROUNDS);
  }

  @Override
  public Figures measure() {
    List<Row> rows = new ArrayList<>(rows(Jdk.current()));
    Jdk.find(NEWER_JAVA)
        .filter(jdk -> jdk.version() != Jdk.current().version())
        .ifPresent(jdk -> rows.addAll(rows(jdk)));
    return Figures.of(rows);
  }

  private List<Row> rows(Jdk jdk) {
    Samples samples = new Samples();
    Peer alone = new SpringBootVassals(paths, jdk, false);
    Peer archived = new SpringBootVassals(paths, jdk, true);
    try (Catalog consul = Catalog.start();
        Peer.Running byHand = SpringBoot.on(paths, jdk).start(paths.scratch(), consul.address());
        Peer.Running without = alone.start(paths.scratch(), consul.address());
        Peer.Running with = archived.start(paths.scratch(), consul.address())) {
      for (int i = 0; i <= ROUNDS; i++) {
        Samples round = i == 0 ? new Samples() : samples;
        measure("by hand", byHand, consul, round);
        measure("without", without, consul, round);
        measure(i == 0 ? "first" : "with", with, consul, i == 0 ? samples : round);
      }
    }
    return rows("Java " + jdk.version() + ": ", samples);
  }

  /** Once, until everything of it is gone again. */
  private void measure(String side, Peer.Running running, Catalog consul, Samples samples) {
    String app = "boot-" + dropped++;
    running.prepare(app);
    long begun = System.nanoTime();
    running.drop(app);
    URI unused = consul.passing(app, LIMIT);
    samples.add(side, secondsSince(begun));
    if (side.equals("with") && jvms(running).noneMatch(ArchivedSpringBoot::hasArchive)) {
      throw new IllegalStateException(app + " was started without the archive of its classes");
    }
    long removed = System.nanoTime();
    running.remove(app);
    Await.within(LIMIT, app + " has ended", () -> jvms(running).findAny().isEmpty());
    samples.add(side + " end", secondsSince(removed));
  }

  private static double secondsSince(long begun) {
    return (System.nanoTime() - begun) / 1e9;
  }

  private static Stream<ProcessHandle> jvms(Peer.Running running) {
    return running
        .process()
        .descendants()
        .filter(process -> process.info().command().orElse("").endsWith("/java"));
  }

  private static boolean hasArchive(ProcessHandle jvm) {
    return Stream.of(jvm.info().arguments().orElse(new String[0]))
        .anyMatch(
            each -> each.startsWith("-XX:SharedArchiveFile=") || each.startsWith("-XX:AOTCache="));
  }

  private static List<Row> rows(String java, Samples samples) {
    String passing = java + "drop to passing";
    Aim aim = Aim.atMost(Aim.Of.RATIO, 0.7);
    return List.of(
        row(passing + ", archived", "with", BY_HAND, "by hand", samples, aim),
        row(passing + ", archived", "with", "itself without", "without", samples),
        row(passing, "without", BY_HAND, "by hand", samples),
        row(
            java + "to the end of the one that makes it",
            "first end",
            "itself without",
            "without end",
            samples));
  }

  private static Row row(
      String what, String ours, String peer, String theirs, Samples samples, Aim... aims) {
    return Row.beside(what, "s", samples.of(ours), peer, samples.of(theirs), aims);
  }
}
