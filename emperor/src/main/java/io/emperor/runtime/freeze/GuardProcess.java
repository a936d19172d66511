package io.emperor.runtime.freeze;

import io.emperor.runtime.process.ProcessStat;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A shell with a script, in a session of its own: what stops or ends the emperor's does not reach
 * it.
 */
final class GuardProcess {

  private static final String SCRIPT = "freeze-guard.sh";
  private static final Path SHELL = Path.of("/bin/sh");
  private static final Path UPTIME = Path.of("/proc/uptime");
  private static final File NOTHING = new File("/dev/null");

  private final Process process;

  private GuardProcess(Process process) {
    this.process = process;
  }

  /**
   * Makes sure that there can be one.
   *
   * @throws IOException that says what is missing
   */
  static void requireLinux() throws IOException {
    for (Path needed : List.of(SHELL, UPTIME)) {
      if (!Files.isReadable(needed)) {
        throw new IOException("a singleton needs Linux: there is no " + needed);
      }
    }
  }

  /**
   * Starts one.
   *
   * @param directory of the files that it reads
   */
  static GuardProcess start(Path directory) throws IOException {
    ProcessHandle emperor = ProcessHandle.current();
    long began =
        ProcessStat.of(emperor.pid())
            .map(ProcessStat::start)
            .orElseThrow(() -> new IOException("a singleton needs Linux: this is not in /proc"));
    List<String> words = new ArrayList<>(session());
    words.addAll(List.of(SHELL.toString(), "-c", script(), "emperor-freeze-guard"));
    words.add(directory.toString());
    words.add(Long.toString(emperor.pid()));
    words.add(Long.toString(began));
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(directory.toFile())
            .redirectInput(NOTHING)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().keySet().removeIf(name -> name.startsWith("EMPEROR_"));
    return new GuardProcess(builder.start());
  }

  private static List<String> session() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .map(directory -> Path.of(directory, "setsid"))
        .filter(Files::isExecutable)
        .findFirst()
        .map(tool -> List.of(tool.toString()))
        .orElse(List.of());
  }

  private static String script() {
    try (InputStream in =
        Objects.requireNonNull(GuardProcess.class.getResourceAsStream(SCRIPT), SCRIPT)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long pid() {
    return process.pid();
  }

  /** Hands on what it says until it ends. Blocks. */
  void read(Consumer<String> heard) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
      lines.lines().forEach(heard);
    } catch (IOException | UncheckedIOException e) {
      end(); // nobody would hear it
    }
  }

  void end() {
    process.destroyForcibly();
  }
}
