package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Somebody's own project, which knows of this build only what the distribution brings along. What
 * else it needs is there already: nothing is downloaded.
 */
record MavenProject(Path directory) {

  private static final Path DISTRIBUTION = Path.of(System.getProperty("emperor.home"));
  private static final Path REPOSITORY = repository();

  /** A copy of an example of the distribution. */
  static MavenProject example(String name, Path directory) throws IOException {
    copy(DISTRIBUTION.resolve("examples").resolve(name), directory);
    return new MavenProject(directory);
  }

  /** Compiles, tests and packs it; answers what Maven has said. */
  String packed() throws Exception {
    Process maven =
        new ProcessBuilder(
                System.getProperty("maven.home") + "/bin/mvn",
                "--batch-mode",
                "--offline",
                "-Dmaven.repo.local=" + REPOSITORY,
                "package")
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(maven.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(maven.waitFor()).as(said).isZero();
    return said;
  }

  /** The local one of this build, with what the distribution has in place of the project's own. */
  private static Path repository() {
    Path local = Path.of(System.getProperty("maven.repository"));
    try {
      Path target = Files.createDirectories(Path.of("target").toAbsolutePath());
      Path repository = Files.createTempDirectory(target, "repository-");
      link(local, repository, "io");
      link(local.resolve("io"), Files.createDirectory(repository.resolve("io")), "emperor");
      copy(DISTRIBUTION.resolve("repository"), repository);
      return repository;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void link(Path from, Path to, String butFor) throws IOException {
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(one -> !one.endsWith(butFor)).toList()) {
        Path unused = Files.createSymbolicLink(to.resolve(file.getFileName()), file);
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Path unused = Files.copy(file, target);
        }
      }
    }
  }
}
