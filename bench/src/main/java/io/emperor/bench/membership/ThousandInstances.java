package io.emperor.bench.membership;

import io.emperor.bench.BenchPaths;
import io.emperor.bench.Catalog;
import io.emperor.bench.Samples;
import io.emperor.bench.figure.Aim;
import io.emperor.bench.figure.Measured;
import io.emperor.bench.figure.Row;
import io.emperor.bench.peer.Consumption;
import io.emperor.bench.peer.Directory;
import java.nio.file.Path;
import java.util.List;

/** An emperor that follows many instances of Consul's services: what they take, all in all. */
final class ThousandInstances {

  /** One more of a thousand is measured so often. */
  static final int ROUNDS = 20;

  private static final int INSTANCES = 1_000;
  private static final int SERVICES = 20;
  private static final int FIRST_PORT = 10_000;
  private static final String PLAIN = "a plain registration";
  private static final String MORE = "1,000 instances in Consul, one more: its files are replaced";
  private static final String MEMORY = "1,000 instances in Consul: the emperor's heap grows by";

  private ThousandInstances() {}

  static List<Row> measure(BenchPaths paths, Catalog consul) {
    Samples samples = new Samples();
    Path work = paths.scratch();
    String plan =
        "files: {directory: %s, subscribe: [many]}"
            .formatted(Directory.made(work.resolve("files")));
    try (FollowingEmperor emperor = FollowingEmperor.start(paths, work, consul.address(), plan)) {
      samples.add("none", Consumption.liveMegabytes(emperor.process()));
      for (int i = 0; i < INSTANCES; i++) {
        register(consul, i);
      }
      awaitAll(emperor);
      samples.add("all", Consumption.liveMegabytes(emperor.process()));
      for (int i = 0; i < ROUNDS; i++) {
        more(consul, emperor, i, samples);
      }
    }
    double grown = samples.of("all").median() - samples.of("none").median();
    return List.of(
        Row.beside(MORE, "ms", samples.of(MORE), PLAIN, samples.of(PLAIN)),
        Row.alone(MEMORY, "MB", Measured.once(grown), Aim.atMost(Aim.Of.MEDIAN, 20)));
  }

  private static void more(Catalog consul, FollowingEmperor emperor, int round, Samples samples) {
    samples.add(PLAIN, consul.plainRegistration("plain-" + round));
    int number = INSTANCES + round;
    long begun = System.nanoTime();
    register(consul, number);
    long there =
        FollowingEmperor.until(
            "one more", () -> emperor.file("services.yml").contains(port(number)));
    samples.add(MORE, (there - begun) / 1e6);
  }

  private static void awaitAll(FollowingEmperor emperor) {
    long unused =
        FollowingEmperor.until(
            "all instances",
            () ->
                emperor
                        .file("services.yml")
                        .lines()
                        .filter(line -> line.contains("instance-"))
                        .count()
                    == INSTANCES);
  }

  private static String port(int number) {
    return Integer.toString(FIRST_PORT + number);
  }

  private static void register(Catalog consul, int number) {
    consul.put(
        "/v1/agent/service/register",
        """
        {"ID": "instance-%s", "Name": "many-%s", "Address": "10.2.%s.%s", "Port": %s,
         "Tags": ["product=many"]}
        """
            .formatted(number, number % SERVICES, number / 250, 1 + number % 250, port(number)));
  }
}
