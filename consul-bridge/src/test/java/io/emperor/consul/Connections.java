package io.emperor.consul;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** What the kernel knows of connections. */
public final class Connections {

  private Connections() {}

  /** How many established connections of this machine lead to a port. */
  public static long to(int port) {
    String end = String.format(Locale.ROOT, ":%04X", port);
    return Stream.of("/proc/net/tcp", "/proc/net/tcp6")
        .flatMap(Connections::lines)
        .map(line -> line.strip().split("\\s+"))
        .filter(words -> words[2].endsWith(end) && words[3].equals("01"))
        .count();
  }

  private static Stream<String> lines(String file) {
    try {
      return Files.readAllLines(Path.of(file)).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
