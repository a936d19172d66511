package io.emperor.bench;

import io.emperor.bench.peer.Directory;
import io.emperor.consul.ConsulBinary;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The machine, and the versions of what runs on it. */
final class Machine {

  private Machine() {}

  /** A line without an end. */
  static String describe() {
    return String.format(
        Locale.ROOT,
        "%d processors (%s), %d GB, Linux %s, Java %s, %s",
        Runtime.getRuntime().availableProcessors(),
        field("/proc/cpuinfo", "model name"),
        Math.round(
            Long.parseLong(field("/proc/meminfo", "MemTotal").replaceAll("\\D", "")) / 1048576.0),
        System.getProperty("os.version"),
        Runtime.version(),
        consul());
  }

  private static String consul() {
    return Directory.io(
        () -> {
          Process process = new ProcessBuilder(ConsulBinary.find().toString(), "version").start();
          try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            return String.valueOf(output.readLine());
          }
        });
  }

  private static String field(String file, String name) {
    try (var lines = Files.lines(Path.of(file))) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("0 unknown");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
