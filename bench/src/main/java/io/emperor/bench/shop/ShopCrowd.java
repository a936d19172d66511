package io.emperor.bench.shop;

import io.emperor.bench.BenchPaths;
import io.emperor.bench.peer.Consumption;
import io.emperor.bench.peer.Directory;
import io.emperor.bench.peer.Launched;
import io.emperor.consul.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Shops in one bare JVM, with libraries of their own or with the same ones. Not thread-safe. */
public final class ShopCrowd implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofMinutes(4);

  private final Launched jvm;
  private final Path log;
  private int open;
  private int classes;

  private ShopCrowd(BenchPaths paths, String own, String shared) {
    this.log = paths.scratch().resolve("log");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes = paths.built("classes").toString();
    this.jvm =
        Launched.start(
            List.of(java, "-cp", classes, OpenShops.class.getName(), own, shared), Map.of(), log);
  }

  /** Each loads the libraries for itself. */
  public static ShopCrowd ofTheirOwn(BenchPaths paths, Shop shop) {
    List<Path> libraries = shop.libraries();
    Path alone = shop.vassalWithoutLibraries();
    return new ShopCrowd(paths, path(Stream.concat(Stream.of(alone), libraries.stream())), "");
  }

  /** The libraries are loaded once for all. */
  public static ShopCrowd sharing(BenchPaths paths, Shop shop) {
    return new ShopCrowd(
        paths, shop.vassalWithoutLibraries().toString(), path(shop.libraries().stream()));
  }

  private static String path(Stream<Path> places) {
    return places.map(Path::toString).collect(Collectors.joining(":"));
  }

  /**
   * Opens more of them, one after the other.
   *
   * @return how long it took, in seconds
   * @throws IllegalStateException if the JVM has ended instead
   */
  public double open(int more) {
    open += more;
    long begun = System.nanoTime();
    jvm.tell(Integer.toString(more));
    Await.within(
        LIMIT, open + " shops are open", () -> answer().isPresent() || !jvm.handle().isAlive());
    double seconds = (System.nanoTime() - begun) / 1e9;
    classes = answer().orElseThrow(() -> new IllegalStateException("no shop opens: " + said()));
    return seconds;
  }

  private Optional<Integer> answer() {
    String prefix = open + " ";
    return said()
        .lines()
        .filter(line -> line.matches(prefix + "\\d+"))
        .map(line -> Integer.valueOf(line.substring(prefix.length())))
        .findFirst();
  }

  private String said() {
    return Directory.io(() -> Files.readString(log));
  }

  /** How many classes the JVM has loaded, its own too. */
  public int classes() {
    return classes;
  }

  /** What all of them take, in MB of 1,048,576 bytes. */
  public double megabytes() {
    return Consumption.megabytes(jvm.handle());
  }

  @Override
  public void close() {
    jvm.close();
  }
}
