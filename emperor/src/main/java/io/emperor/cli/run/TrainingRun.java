package io.emperor.cli.run;

import io.emperor.admin.client.AdminClient;
import io.emperor.admin.client.AdminException;
import io.emperor.admin.view.VassalView;
import io.emperor.devagent.DevAgent;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A short life of an emperor in a JVM of its own, in which it does what emperors do: its agent, its
 * vassals and its data come and go with it.
 */
public final class TrainingRun implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Path scratch = Files.createTempDirectory("emperor-archive");
  private final DevAgent agent = DevAgent.start(0);
  private final int port = freePort();
  private final Path vassals = Files.createDirectories(scratch.resolve("vassals"));
  private final Path output = scratch.resolve("output");
  private final Process process;
  private final Thread hook = new Thread(this::end, "training");

  /**
   * Starts the emperor.
   *
   * @param main the class that a command line begins with
   * @param options for its JVM, beside those that this one was started with
   * @param apps its vassals' jars
   * @throws IOException if a file or the agent's port can't be had
   */
  public TrainingRun(Class<?> main, List<String> options, List<Path> apps) throws IOException {
    for (Path app : apps) {
      Path unused = Files.copy(app, vassals.resolve(app.getFileName()));
    }
    ProcessBuilder builder =
        new ProcessBuilder(words(main, options))
            .directory(scratch.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().keySet().removeIf(name -> name.matches("(EMPEROR|CONSUL|NOTIFY)_.*"));
    process = builder.start();
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private List<String> words(Class<?> main, List<String> options) {
    List<String> words = jvm(main, options);
    words.addAll(List.of("run", "--name", "archive", "--bind", "127.0.0.1"));
    words.addAll(List.of("--consul-agent", agent.address(), "--vassals", vassals.toString()));
    words.addAll(List.of("--data-dir", scratch.resolve("data").toString()));
    words.addAll(List.of("--admin", "127.0.0.1:" + port));
    return words;
  }

  /** How this JVM was started, but for its archive. */
  static List<String> jvm(Class<?> main, List<String> options) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(word -> !word.matches("-XX:(SharedArchiveFile|AOTCache)=.*|-Xlog:.*|-Xshare:.*"))
        .forEach(words::add);
    words.addAll(options);
    words.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    return words;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /**
   * Waits until all vassals are passing, asks for what is often asked for, and has the emperor end.
   *
   * @return whether it went so
   */
  public boolean goesWell() throws InterruptedException {
    AdminClient admin = new AdminClient("http://127.0.0.1:" + port, null);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!isPassing(admin)) {
      if (!process.isAlive() || System.nanoTime() > end) {
        return false;
      }
      Thread.sleep(PAUSE.toMillis());
    }
    process.destroy();
    return process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS) && process.exitValue() == 0;
  }

  private boolean isPassing(AdminClient admin) {
    try (Stream<Path> apps = Files.list(vassals)) {
      List<VassalView> found = admin.vassals();
      String unused = admin.get("/metrics") + admin.get("/");
      return found.size() == apps.count() && found.stream().allMatch(VassalView::registered);
    } catch (AdminException | IOException e) {
      return false; // it has only just begun
    }
  }

  /** What it printed. */
  public String output() throws IOException {
    return Files.readString(output);
  }

  private void end() {
    process.destroyForcibly();
    agent.close();
    try (Stream<Path> files = Files.walk(scratch)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException e) {
      // It is among the temporary files, which somebody else deletes some time.
    }
  }

  /** Kills the emperor if it still runs, and deletes what there was. */
  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(hook);
    end();
  }
}
