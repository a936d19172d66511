package io.emperor.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The built distribution's own {@code bin/emperor}, run as a user would, with all it prints. */
final class EmperorProcess implements AutoCloseable {

  static final Path HOME = Path.of(System.getProperty("emperor.home")).normalize();
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String ITS_AGENT = "an agent of the emperor's own answers at http://";

  private final Process process;
  private final List<String> lines = new ArrayList<>();
  private final Thread reader;
  private boolean over;

  private EmperorProcess(Process process) {
    this.process = process;
    this.reader = new Thread(this::read, "emperor-output");
    reader.setDaemon(true);
    reader.start();
  }

  static EmperorProcess start(Path data, String... options) {
    return start(data, Map.of(), options);
  }

  static EmperorProcess start(Path data, Map<String, String> environment, String... options) {
    return launched(data, environment, command(options));
  }

  /** Starts one that may have so many descriptors at most. */
  static EmperorProcess withDescriptors(
      int most, Path data, Map<String, String> environment, String... options) {
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", "ulimit -n " + most + " && exec \"$@\"", "sh"));
    command.addAll(command(options));
    return launched(data, environment, command);
  }

  /** Starts one in a terminal of its own, which {@link #kill} closes. */
  static EmperorProcess inTerminal(Path data, String... options) {
    String line = "'" + String.join("' '", command(options)) + "'";
    return launched(data, Map.of(), List.of("script", "-qfc", line, "/dev/null"));
  }

  private static List<String> command(String... options) {
    List<String> command = new ArrayList<>();
    if (System.getProperty("os.name").equals("Linux")) {
      // A build that was started in the background ignores Ctrl-C, and so would all its children.
      command.addAll(List.of("env", "--default-signal=INT,HUP"));
    }
    command.add(HOME.resolve("bin/emperor").toString());
    command.addAll(List.of(options));
    return command;
  }

  private static EmperorProcess launched(
      Path data, Map<String, String> environment, List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(key -> key.startsWith("CONSUL_"));
    builder.environment().put("EMPEROR_DATA_DIR", data.toString());
    builder.environment().put("EMPEROR_ADMIN", "127.0.0.1:0");
    builder.environment().putAll(environment);
    try {
      return new EmperorProcess(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read() {
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        add(line);
      }
    } catch (IOException e) {
      add("(output ended: " + e + ")");
    } finally {
      synchronized (this) {
        over = true;
        notifyAll();
      }
    }
  }

  private synchronized void add(String line) {
    lines.add(line);
    notifyAll();
  }

  synchronized List<String> lines() {
    return List.copyOf(lines);
  }

  /** The first line that contains all the parts, waited for. */
  String line(String... parts) {
    return line(line -> List.of(parts).stream().allMatch(line::contains), List.of(parts));
  }

  /** The first line that ends so, waited for. */
  String lineEnding(String end) {
    return line(line -> line.endsWith(end), end);
  }

  private synchronized String line(Predicate<String> wanted, Object description) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    for (int seen = 0; ; ) {
      for (; seen < lines.size(); seen++) {
        if (wanted.test(lines.get(seen))) {
          return lines.get(seen);
        }
      }
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (over || left <= 0) {
        throw new AssertionError(
            "no line with " + description + " in:\n" + String.join("\n", lines));
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }
  }

  /** The address of the agent that {@code --dev} brings along, waited for. */
  String devAgent() {
    String line = line(ITS_AGENT);
    return line.substring(line.indexOf(ITS_AGENT) + ITS_AGENT.length()).split(" ", 2)[0];
  }

  /** Presses Ctrl-C. */
  void interrupt() {
    signal("INT");
  }

  void signal(String name) {
    signal(process.pid(), name);
  }

  void kill() {
    process.destroyForcibly();
  }

  static void signal(long pid, String name) {
    try {
      assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor())
          .isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  long pid() {
    return process.pid();
  }

  /** The exit status, waited for, with everything that was printed. */
  int exitStatus() {
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("still running:\n" + String.join("\n", lines()));
      }
      reader.join(PATIENCE.toMillis());
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Ends it, and shows what it printed, for whoever reads why a test failed. */
  @Override
  public void close() {
    process.destroy();
    System.out.println(String.join("\n", lines()));
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
