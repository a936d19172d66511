package io.emperor.bench.membership;

import io.emperor.bench.BenchPaths;
import io.emperor.bench.peer.Directory;
import io.emperor.bench.peer.Launched;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The built {@code bin/emperor} with {@code --membership}, and its files. Of many threads. */
final class FollowingEmperor implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Launched launched;
  private final Path directory;

  private FollowingEmperor(Launched launched, Path directory) {
    this.launched = launched;
    this.directory = directory;
  }

  /**
   * Starts one, and waits until its files are in place.
   *
   * @param work of its own; its files are in the directory {@code files} of it
   * @param consul its agent's host and port
   * @param plan what its file says
   */
  static FollowingEmperor start(BenchPaths paths, Path work, String consul, String plan) {
    Path directory = Directory.made(work.resolve("files"));
    Path file = work.resolve("membership.yaml");
    Path written = Directory.io(() -> Files.writeString(file, plan));
    Launched launched =
        Launched.start(
            List.of(
                paths.distribution().resolve("bin/emperor").toString(),
                "--consul-agent",
                consul,
                "--vassals",
                Directory.made(work.resolve("vassals")).toString(),
                "--name",
                work.getFileName().toString(),
                "--data-dir",
                work.resolve("data").toString(),
                "--admin",
                "127.0.0.1:0",
                "--membership",
                written.toString()),
            Map.of(),
            work.resolve("log"));
    FollowingEmperor emperor = new FollowingEmperor(launched, directory);
    try {
      until("files in place", () -> text(work.resolve("log")).contains("are in place"));
      return emperor;
    } catch (RuntimeException e) {
      emperor.close();
      throw e;
    }
  }

  /** Its process. */
  ProcessHandle process() {
    return launched.handle();
  }

  /** Where its files are. */
  Path directory() {
    return directory;
  }

  /** What one of its files has. */
  String file(String name) {
    return text(directory.resolve(name));
  }

  private static String text(Path file) {
    return Directory.io(() -> Files.readString(file));
  }

  /**
   * Looks each millisecond until something holds.
   *
   * @return when it did, as {@link System#nanoTime} has it
   * @throws IllegalStateException if it does not within a minute
   */
  static long until(String what, BooleanSupplier there) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!there.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("not within " + LIMIT + ": " + what);
      }
      LockSupport.parkNanos(1_000_000);
    }
    return System.nanoTime();
  }

  @Override
  public void close() {
    launched.close();
  }
}
