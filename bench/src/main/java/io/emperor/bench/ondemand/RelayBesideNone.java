package io.emperor.bench.ondemand;

import io.emperor.bench.BenchPaths;
import io.emperor.bench.Samples;
import io.emperor.bench.figure.Aim;
import io.emperor.bench.figure.Row;
import io.emperor.bench.load.Wrk;
import io.emperor.bench.peer.Haproxy;
import io.emperor.consul.FreePort;
import java.util.ArrayList;
import java.util.List;

/** A program asked by way of the relay, beside the same one asked itself, and by HAProxy. */
final class RelayBesideNone {

  static final int ROUNDS = 5;
  static final int SECONDS = 5;

  private static final String DIRECTLY = "asked directly";
  private static final String HAPROXY = "HAProxy in TCP mode";
  private static final String RATE = ": requests a second";
  private static final String MEDIAN = ": median latency";
  private static final String MORE = ": median latency, what is added";
  private static final String LOST = ": lost";

  private final BenchPaths paths;
  private final DemandScene scene;

  RelayBesideNone(BenchPaths paths, DemandScene scene) {
    this.paths = paths;
    this.scene = scene;
  }

  List<Row> measure() {
    String own = "isolation: process\n";
    String onDemand = "on-demand: true\n";
    scene.drop("direct-app", scene.app(own));
    scene.drop("relayed-app", scene.app(own + onDemand));
    scene.drop("direct-program", scene.program(""));
    scene.drop("relayed-program", scene.program(onDemand));
    List<Row> rows = new ArrayList<>();
    rows.addAll(measure("app", "by the relay, an app in a JVM of its own"));
    rows.addAll(measure("program", "by the relay, a program that does next to nothing"));
    return rows;
  }

  private List<Row> measure(String name, String who) {
    scene.await("direct-" + name, "running");
    scene.await("relayed-" + name, "resting");
    int direct = scene.uri("direct-" + name).getPort();
    int relayed = scene.uri("relayed-" + name).getPort();
    Samples ours = new Samples();
    Samples theirs = new Samples();
    Samples proxied = new Samples();
    try (Haproxy haproxy = haproxy(direct)) {
      for (int i = 0; i <= ROUNDS; i++) {
        Wrk without = Wrk.load(direct, SECONDS);
        Wrk with = Wrk.load(relayed, SECONDS);
        Wrk byHaproxy = Wrk.load(haproxy.port(), SECONDS);
        if (i > 0) { // the first starts it, and runs code that is not compiled yet
          theirs.add(RATE, without.perSecond());
          theirs.add(MEDIAN, without.millisAt(50));
          ours.add(RATE, with.perSecond());
          ours.add(MEDIAN, with.millisAt(50));
          ours.add(MORE, with.millisAt(50) - without.millisAt(50));
          ours.add(LOST, (double) with.lost());
          proxied.add(RATE, byHaproxy.perSecond());
          proxied.add(MEDIAN, byHaproxy.millisAt(50));
        }
      }
    }
    return List.of(
        Row.beside(
            who + RATE,
            "",
            ours.of(RATE),
            DIRECTLY,
            theirs.of(RATE),
            Aim.atLeast(Aim.Of.RATIO, 0.8)),
        Row.beside(who + RATE, "", ours.of(RATE), HAPROXY, proxied.of(RATE)),
        Row.beside(who + MEDIAN, "ms", ours.of(MEDIAN), DIRECTLY, theirs.of(MEDIAN)),
        Row.beside(who + MEDIAN, "ms", ours.of(MEDIAN), HAPROXY, proxied.of(MEDIAN)),
        Row.alone(who + MORE, "ms", ours.of(MORE), Aim.atMost(Aim.Of.MEDIAN, 0.1)),
        Row.alone(who + LOST, "", ours.of(LOST), Aim.atMost(Aim.Of.P99, 0)));
  }

  /** As many threads as there are processors, which is its default. */
  private Haproxy haproxy(int target) {
    int port = FreePort.find();
    String main =
        """
        defaults
            mode tcp
            timeout connect 5s
            timeout client 1m
            timeout server 1m
        listen relay
            bind 127.0.0.1:%s
            server program 127.0.0.1:%s
        """
            .formatted(port, target);
    return Haproxy.start(paths, paths.scratch(), main, port);
  }
}
