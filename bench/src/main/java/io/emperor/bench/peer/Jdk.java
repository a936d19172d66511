package io.emperor.bench.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Java that is installed beside the one that runs.
 *
 * @param version its feature release
 * @param home its directory
 */
public record Jdk(int version, Path home) {

  private static final Path ALL = Path.of("/usr/lib/jvm");

  /** The one that runs this. */
  public static Jdk current() {
    return new Jdk(Runtime.version().feature(), Path.of(System.getProperty("java.home")));
  }

  /** The first of a version, where Debian has them. */
  public static Optional<Jdk> find(int version) {
    try (Stream<Path> homes = Files.list(ALL)) {
      return homes
          .sorted()
          .filter(home -> is(version, home.resolve("release")))
          .findFirst()
          .map(home -> new Jdk(version, home));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static boolean is(int version, Path release) {
    Pattern line = Pattern.compile("(?m)^JAVA_VERSION=\"" + version + "[.\"]");
    return Files.isReadable(release)
        && line.matcher(Directory.io(() -> Files.readString(release))).find();
  }
}
