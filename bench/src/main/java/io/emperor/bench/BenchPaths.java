package io.emperor.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Where everything is.
 *
 * @param root of the checkout
 */
public record BenchPaths(Path root) {

  /** The built distribution. */
  public Path distribution() {
    return only(root.resolve("emperor/target"), "emperor-[0-9].*", true);
  }

  /** The small app that all comparisons drop. */
  public Path smallVassal() {
    return root.resolve("examples/vassals/hello.jar");
  }

  /** The small service in Spring Boot, which can be started. */
  public Path springBoot() {
    return root.resolve("bench/spring-boot/target/bench-spring-boot.jar");
  }

  /** Jetty's own distribution. */
  public Path jetty() {
    return only(built("jetty-home"), "jetty-home-.*", true);
  }

  /** What the build of this module has fetched and made. */
  public Path built(String name) {
    return root.resolve("bench/target").resolve(name);
  }

  /** Whose results stay until they are measured anew. */
  public Path results() {
    return root.resolve("bench/results");
  }

  /** What was found out about a comparison's figures, in words. */
  public Path notes() {
    return root.resolve("bench/notes");
  }

  /** Where the page goes. */
  public Path page() {
    return root.resolve("docs/performance.md");
  }

  /** A new directory of a run's own. */
  public Path scratch() {
    try {
      Path all = Files.createDirectories(built("scratch"));
      return Files.createTempDirectory(all, "run");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path only(Path directory, String pattern, boolean isDirectory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().matches(pattern))
          .filter(file -> Files.isDirectory(file) == isDirectory)
          .max(Comparator.naturalOrder())
          .orElseThrow(() -> new IllegalStateException(directory + " has no " + pattern));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
