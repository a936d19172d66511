package io.emperor.bench.discovery;

import io.emperor.bench.Catalog;
import io.emperor.bench.Samples;
import io.emperor.bench.figure.Aim;
import io.emperor.bench.figure.Row;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.openjdk.jmh.runner.RunnerException;

/** Measures what there is to know about discovery. */
public final class DiscoveryFigures {

  private static final int DIRECT_ROUNDS = 3;
  private static final int LOCAL_ROUNDS = 2;
  private static final int WARM_UP = 2000;
  private static final int DIRECT = 1500;
  private static final int LOCAL = 1000;

  private DiscoveryFigures() {}

  /**
   * All of them.
   *
   * @throws RunnerException if a benchmark can't be run
   * @throws InterruptedException if this thread was interrupted
   */
  public static List<Row> measure() throws RunnerException, InterruptedException {
    try (Catalog consul = Catalog.start()) {
      Subject.fill(consul);
      Microbenchmarks benchmarks = new Microbenchmarks(consul.address());
      benchmarks.run(DefaultReads.class, DIRECT_ROUNDS, WARM_UP, DIRECT);
      benchmarks.run(StaleReads.class, LOCAL_ROUNDS, LOCAL, LOCAL);
      benchmarks.run(CachedReads.class, LOCAL_ROUNDS, LOCAL, LOCAL);
      Samples changes = new Samples();
      for (Change change : Change.values()) {
        Listeners.measure(change, consul, changes);
      }
      return Stream.of(direct(benchmarks.samples()), local(benchmarks.samples()), changes(changes))
          .flatMap(List::stream)
          .toList();
    }
  }

  private static List<Row> direct(Samples samples) {
    return Stream.of("services", "service", "get")
        .flatMap(
            call ->
                Stream.of(
                    direct(samples, call, Client.ORBITZ, Aim.atMost(Aim.Of.RATIO, 1.05)),
                    direct(samples, call, Client.JDK)))
        .toList();
  }

  private static Row direct(Samples samples, String call, Client peer, Aim... aims) {
    return Row.beside(
        "`Consul." + call + "`, mode `default`",
        "µs",
        samples.of(Microbenchmarks.name(DefaultReads.class, call, Client.EMPEROR)),
        peer.toString(),
        samples.of(Microbenchmarks.name(DefaultReads.class, call, peer)),
        aims);
  }

  private static List<Row> local(Samples samples) {
    return Stream.of("healthy", "service", "services", "get")
        .map(
            call ->
                Row.beside(
                    "`Consul." + call + "`, mode `stale`",
                    "million/s",
                    samples.of(Microbenchmarks.name(StaleReads.class, call, null)),
                    "`ServiceHealthCache.getMap`",
                    samples.of(Microbenchmarks.name(CachedReads.class, "healthy", null)),
                    Aim.atLeast(Aim.Of.MEDIAN, 20)))
        .toList();
  }

  private static List<Row> changes(Samples samples) {
    return Stream.of(Change.values()).flatMap(change -> changes(samples, change)).toList();
  }

  private static Stream<Row> changes(Samples samples, Change change) {
    return Stream.of(
        change(samples, change, Client.JDK, "JDK HttpClient, blocking query"),
        change(samples, change, Client.ORBITZ, "orbitz cache"),
        Row.alone(
            what(change) + ", over the bare blocking query",
            "ms",
            samples.of(Listeners.difference(change)),
            Aim.atMost(Aim.Of.MEDIAN, 5)));
  }

  private static Row change(Samples samples, Change change, Client peer, String title) {
    return Row.beside(
        what(change),
        "ms",
        samples.of(Listeners.name(change, Client.EMPEROR)),
        title,
        samples.of(Listeners.name(change, peer)));
  }

  private static String what(Change change) {
    return "change of a " + change.name().toLowerCase(Locale.ROOT) + " to the app's listener";
  }
}
