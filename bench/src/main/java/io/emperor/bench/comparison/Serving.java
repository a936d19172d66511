package io.emperor.bench.comparison;

import io.emperor.bench.BenchPaths;
import io.emperor.bench.Catalog;
import io.emperor.bench.Comparison;
import io.emperor.bench.Samples;
import io.emperor.bench.figure.Aim;
import io.emperor.bench.figure.Row;
import io.emperor.bench.load.BareJetty;
import io.emperor.bench.load.Wrk;
import io.emperor.bench.peer.Emperor;
import io.emperor.bench.peer.Launched;
import io.emperor.bench.peer.Peer;
import io.emperor.consul.Await;
import io.emperor.consul.FreePort;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** What it costs a servlet that it runs in an emperor. */
public final class Serving implements Comparison {

  private static final int ROUNDS = 9;
  private static final int WARM_UP = 4;
  private static final int ROUNDS_IN_SHORT = 5;
  private static final int SECONDS = 4;
  private static final String JETTY = "Jetty as it comes";

  private final BenchPaths paths;

  /** With the emperor that was built. */
  public Serving(BenchPaths paths) {
    this.paths = paths;
  }

  @Override
  public String name() {
    return "serving";
  }

  @Override
  public String title() {
    return "Serving";
  }

  @Override
  public String method() {
    return String.format(
        Locale.ROOT,
        """
        `wrk` asks a vassal's servlet as fast as it is answered, over 16 connections for %d s, and then the same servlet in a \
        Jetty of the same version and JVM options, with Jetty's own defaults; %d rounds in turn after %d to warm up.
        """,
        SECONDS,
        ROUNDS,
        WARM_UP);
  }

  @Override
  public Figures measure() throws Exception {
    return measure(ROUNDS);
  }

  @Override
  public Optional<Callable<Figures>> inShort() {
    return Optional.of(() -> measure(ROUNDS_IN_SHORT));
  }

  private Figures measure(int rounds) throws Exception {
    Path work = paths.scratch();
    int barePort = FreePort.find();
    Samples samples = new Samples();
    try (Catalog consul = Catalog.start();
        Peer.Running emperor = new Emperor(paths).start(work, consul.address())) {
      emperor.prepare("serving");
      emperor.drop("serving");
      int port = consul.passing("serving", Duration.ofSeconds(30)).getPort();
      try (Launched bare = bareJetty(barePort, emperor.process(), work.resolve("jetty.log"))) {
        Await.until("Jetty listens", () -> bare.handle().isAlive() && listens(barePort));
        for (int i = -WARM_UP; i < rounds; i++) {
          Samples round = i < 0 ? new Samples() : samples;
          add(round, "ours", Wrk.load(port, SECONDS));
          add(round, "theirs", Wrk.load(barePort, SECONDS));
        }
      }
    }
    return Figures.of(
        List.of(
            Row.beside(
                "requests a second",
                "",
                samples.of("ours rate"),
                JETTY,
                samples.of("theirs rate"),
                Aim.atLeast(Aim.Of.RATIO, 0.98)),
            Row.beside(
                "median request", "ms", samples.of("ours 50"), JETTY, samples.of("theirs 50")),
            Row.beside(
                "slowest 1% of requests",
                "ms",
                samples.of("ours 99"),
                JETTY,
                samples.of("theirs 99"),
                Aim.atMost(Aim.Of.RATIO, 1.2))));
  }

  private static void add(Samples samples, String side, Wrk run) {
    samples.add(side + " rate", run.perSecond());
    samples.add(side + " 50", run.millisAt(50));
    samples.add(side + " 99", run.millisAt(99));
  }

  private static boolean listens(int port) throws Exception {
    new Socket(InetAddress.getLoopbackAddress(), port).close();
    return true;
  }

  /** On the distribution's own libraries, and on a JVM with the options that the emperor's has. */
  private Launched bareJetty(int port, ProcessHandle emperor, Path log) {
    String libraries = paths.distribution().resolve("lib") + "/*";
    List<String> command = new ArrayList<>();
    command.add(emperor.info().command().orElseThrow());
    Stream.of(emperor.info().arguments().orElseThrow())
        .takeWhile(option -> !option.equals("-cp"))
        .filter(option -> !option.contains("Archive") && !option.contains("AOT")) // of its classes
        .forEach(command::add);
    command.addAll(
        List.of(
            "-cp",
            String.join(":", libraries, paths.built("classes") + "", paths.smallVassal() + ""),
            BareJetty.class.getName(),
            Integer.toString(port)));
    return Launched.start(command, Map.of(), log);
  }
}
