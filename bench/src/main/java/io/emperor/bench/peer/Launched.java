package io.emperor.bench.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A process with its descendants, its output in a file. */
public final class Launched implements AutoCloseable {

  private static final int SECONDS = 60;

  private final Process process;

  private Launched(Process process) {
    this.process = process;
  }

  /**
   * Starts a command.
   *
   * @param log where its output goes
   * @throws UncheckedIOException if there is no such command
   */
  public static Launched start(List<String> command, Map<String, String> environment, Path log) {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("CONSUL_"));
    builder.environment().putAll(environment);
    try {
      return new Launched(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether there is a command with that name on the {@code PATH}. */
  static boolean isThere(String command) {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, command)));
  }

  /** The process itself. */
  public ProcessHandle handle() {
    return process.toHandle();
  }

  /** Writes a line to its standard input. */
  public void tell(String line) {
    Directory.io(
        () -> {
          process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
          process.getOutputStream().flush();
          return line;
        });
  }

  /** Asks it to end, then ends whatever is left of it, and waits until all are gone. */
  @Override
  public void close() {
    List<ProcessHandle> all = family();
    process.destroy();
    try {
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      all.forEach(ProcessHandle::destroyForcibly);
    }
    awaitEnd(all);
  }

  private static void awaitEnd(List<ProcessHandle> all) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (all.stream().anyMatch(ProcessHandle::isAlive) && System.nanoTime() < deadline) {
      LockSupport.parkNanos(20_000_000);
    }
  }

  private List<ProcessHandle> family() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
  }
}
