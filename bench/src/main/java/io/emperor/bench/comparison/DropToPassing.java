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
import java.util.Optional;
import java.util.concurrent.Callable;

/** From the rename of an app's file until Consul has it passing, and until it has answered. */
public final class DropToPassing implements Comparison {

  private static final Duration APART = Duration.ofMillis(50);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration THREE_SECONDS = Duration.ofSeconds(3);
  private static final int WARM_UP = 20;
  private static final int LOADED = 1000;
  private static final int DROPS = 100;
  private static final int DROPS_IN_SHORT = 40;
  private static final int ROUNDS_OF_FEW = 8;
  private static final int ROUNDS = 12;
  private static final int OURS_A_ROUND = 13;
  private static final int OURS_A_ROUND_LOADED = 4;
  private static final int SPRING_BOOT = 5;

  private final BenchPaths paths;

  public DropToPassing(BenchPaths paths) {
    this.paths = paths;
  }

  @Override
  public String name() {
    return "drop";
  }

  @Override
  public String title() {
    return "Drop to passing";
  }

  @Override
  public String method() {
    return """
        From the rename of an app's file until a client with a blocking query at Consul has its service as passing, and until its
        first answer with status 200, which the client asks for as soon as it knows where. An app answers a greeting and has a
        check with a TTL of 15 s; in uWSGI and Jetty it registers by itself when it has loaded, in Python over a bare socket. Drops come at random moments,
        so that they are not in step with anybody's scan. For Spring Boot a drop is the start of a JVM, and it is measured with
        nothing loaded alone: 1,000 of them do not fit.

        With none loaded, all share one agent, and what was dropped stays: the last of 100 drops has 99 beside it. With 1,000
        loaded, each has an agent of its own with its own 1,000 services in it, and one peer after the other stands beside the
        emperor, both with their 1,000. The rows beside a plain registration have the emperor alone on the machine; a plain
        registration is a PUT to that same agent with its services, and the same wait: so much of the time is Consul's own.
        """;
  }

  @Override
  public Figures measure() {
    List<Row> rows = new ArrayList<>(withNoneLoaded());
    rows.add(alone(0, DROPS));
    rows.addAll(withManyLoaded());
    return Figures.of(rows);
  }

  @Override
  public Optional<Callable<Figures>> inShort() {
    return Optional.of(() -> Figures.of(List.of(alone(0, DROPS_IN_SHORT))));
  }

  private List<Row> withNoneLoaded() {
    List<Row> rows = new ArrayList<>();
    try (Catalog consul = Catalog.start();
        Contender emperor = start(new Emperor(paths), APART, consul).warmedUp(WARM_UP);
        Contender uwsgi = start(Uwsgi.byDefault(paths), THREE_SECONDS, consul);
        Contender eager = start(Uwsgi.eager(paths), SECOND, consul);
        Contender jetty = start(new JettyDeployer(paths), SECOND, consul).warmedUp(2);
        Contender boot = start(new SpringBoot(paths), APART, consul)) {
      for (int i = 0; i < ROUNDS_OF_FEW; i++) {
        drop(emperor, OURS_A_ROUND);
        drop(uwsgi, 1);
        drop(eager, 1);
        drop(jetty, 1);
        drop(boot, i < SPRING_BOOT ? 1 : 0);
      }
      for (Contender peer : List.of(uwsgi, eager, jetty, boot)) {
        rows.addAll(beside("none loaded", emperor, peer));
      }
    }
    return rows;
  }

  private List<Row> withManyLoaded() {
    List<Row> rows = new ArrayList<>();
    rows.add(
        alone(
            LOADED,
            DROPS,
            Aim.atMost(Aim.Of.MEDIAN, 15),
            Aim.atMost(Aim.Of.P99, 50),
            Aim.atMost(Aim.Of.RATIO, 2)));
    rows.addAll(pair(Uwsgi.byDefault(paths), THREE_SECONDS, Aim.atMost(Aim.Of.RATIO, 0.02)));
    rows.addAll(pair(new JettyDeployer(paths), SECOND));
    return rows;
  }

  private Row alone(int loaded, int drops, Aim... aims) {
    try (Catalog consul = Catalog.start();
        Contender emperor = loaded(new Emperor(paths), APART, consul, loaded).warmedUp(WARM_UP)) {
      List<Double> plain = new ArrayList<>();
      for (int i = 0; i < drops; i++) {
        emperor.drop();
        plain.add(consul.plainRegistration("plain-" + i));
      }
      String number = loaded == 0 ? "none" : String.format(Locale.ROOT, "%,d", loaded);
      return Row.beside(
          "passing, " + number + " loaded",
          "ms",
          emperor.passing(),
          "a plain registration",
          Measured.of(plain),
          aims);
    }
  }

  private List<Row> pair(Peer peer, Duration scan, Aim... aims) {
    try (Catalog ours = Catalog.start();
        Catalog theirs = Catalog.start();
        Contender emperor = loaded(new Emperor(paths), APART, ours, LOADED).warmedUp(WARM_UP);
        Contender other = loaded(peer, scan, theirs, LOADED)) {
      for (int i = 0; i < ROUNDS; i++) {
        drop(emperor, OURS_A_ROUND_LOADED);
        drop(other, 1);
      }
      return beside("1,000 loaded", emperor, other, aims);
    }
  }

  private Contender start(Peer peer, Duration scan, Catalog consul) {
    return Contender.start(paths, peer, scan, consul);
  }

  private Contender loaded(Peer peer, Duration scan, Catalog consul, int apps) {
    Contender contender = start(peer, scan, consul);
    try {
      contender.load(apps);
      return contender;
    } catch (RuntimeException e) {
      contender.close();
      throw e;
    }
  }

  private static void drop(Contender contender, int times) {
    for (int i = 0; i < times; i++) {
      contender.drop();
    }
  }

  private static List<Row> beside(String when, Contender ours, Contender theirs, Aim... aims) {
    return List.of(
        Row.beside("passing, " + when, "ms", ours.passing(), theirs.name(), theirs.passing(), aims),
        Row.beside(
            "first answer, " + when, "ms", ours.answering(), theirs.name(), theirs.answering()));
  }
}
