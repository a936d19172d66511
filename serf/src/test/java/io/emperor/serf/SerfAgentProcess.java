package io.emperor.serf;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * A real serf agent, for tests, on a loopback address of its own: it gossips at port 7946 of it and
 * listens for RPC at 7373. It has serf's profile for one machine. Every step is bounded in time.
 */
public final class SerfAgentProcess implements AutoCloseable {

  private static final int GOSSIP = 7946;

  private final Path directory;
  private final String name;
  private final String host;
  private final List<String> options;
  private Process process;

  private SerfAgentProcess(Path directory, String name, List<String> options) throws IOException {
    this.directory = Files.createDirectories(directory.resolve("serf-" + name));
    this.name = name;
    this.host = freeHost();
    this.options = options;
    this.process = launch();
  }

  /**
   * Starts an agent that takes any reader, and waits until it answers.
   *
   * @param directory a test's
   * @param name the node's
   * @param tags what it says of itself
   * @param join another agent to join, if there is one
   */
  public static SerfAgentProcess start(
      Path directory, String name, Map<String, String> tags, SerfAgentProcess... join) {
    return start(directory, name, tags, "", join);
  }

  /** The same, with a key. */
  public static SerfAgentProcess start(
      Path directory,
      String name,
      Map<String, String> tags,
      String authKey,
      SerfAgentProcess... join) {
    try {
      List<String> options = new ArrayList<>();
      tags.forEach((tag, value) -> options.addAll(List.of("-tag", tag + "=" + value)));
      for (SerfAgentProcess other : join) {
        options.addAll(List.of("-retry-join", other.host));
      }
      Files.createDirectories(directory.resolve("serf-" + name));
      Path config = directory.resolve("serf-" + name).resolve("config.json");
      Files.writeString(config, "{\"rpc_auth\": \"" + authKey + "\", \"retry_interval\": \"1s\"}");
      options.addAll(List.of("-config-file", config.toString()));
      SerfAgentProcess agent = new SerfAgentProcess(directory, name, options);
      agent.awaitAnswer();
      return agent;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The environment variable {@code SERF_BIN}, else what {@code bin/fetch-serf} prints. */
  public static String binary() {
    String given = System.getenv("SERF_BIN");
    if (given != null && !given.isBlank()) {
      return given;
    }
    Path script = script();
    try {
      Process process =
          new ProcessBuilder(script.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .redirectInput(new File("/dev/null"))
              .start();
      String path = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (path.isBlank()) {
        throw new IllegalStateException(script + " failed; set SERF_BIN");
      }
      return path.strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** In the nearest directory above that has it. */
  private static Path script() {
    Path directory = Path.of("").toAbsolutePath();
    while (directory != null) {
      Path script = directory.resolve("bin/fetch-serf");
      if (Files.exists(script)) {
        return script;
      }
      directory = directory.getParent();
    }
    throw new IllegalStateException("there is no bin/fetch-serf above; set SERF_BIN");
  }

  private static String freeHost() throws IOException {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    for (int tries = 0; tries < 100; tries++) {
      String host =
          "127."
              + random.nextInt(1, 255)
              + "."
              + random.nextInt(256)
              + "."
              + random.nextInt(1, 255);
      if (isFree(InetAddress.getByName(host))) {
        return host;
      }
    }
    throw new IOException("no loopback address has its ports free");
  }

  private static boolean isFree(InetAddress address) {
    try {
      new ServerSocket(GOSSIP, 1, address).close();
      new DatagramSocket(new InetSocketAddress(address, GOSSIP)).close();
      new ServerSocket(SerfAddress.DEFAULT_PORT, 1, address).close();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private Process launch() throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(binary(), "agent", "-node", name, "-profile", "local"));
    command.addAll(List.of("-bind", host, "-rpc-addr", address().toString()));
    command.addAll(options);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectInput(new File("/dev/null"))
        .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()))
        .start();
  }

  private void awaitAnswer() {
    try {
      Waiting.until(
          "the serf agent " + name + " answers",
          () -> {
            if (!process.isAlive()) {
              throw new IllegalStateException("serf did not start: " + log());
            }
            new Socket(host, SerfAddress.DEFAULT_PORT).close();
            return true;
          });
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** Where it listens for RPC. */
  public SerfAddress address() {
    return new SerfAddress(host, SerfAddress.DEFAULT_PORT);
  }

  /** Its address, for gossip and RPC. */
  public String host() {
    return host;
  }

  /** The node's name. */
  public String name() {
    return name;
  }

  /** What it has written since it was first started. */
  public String log() {
    try {
      return Files.readString(directory.resolve("log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Runs a command of serf's against it: {@code tags -set a=b}.
   *
   * @return what it printed
   */
  public String run(String authKey, String... words) {
    List<String> command = new ArrayList<>(List.of(binary(), words[0]));
    command.addAll(List.of("-rpc-addr=" + address(), "-rpc-auth=" + authKey));
    command.addAll(List.of(words).subList(1, words.length));
    try {
      Process run =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectInput(new File("/dev/null"))
              .start();
      String printed = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!run.waitFor(10, TimeUnit.SECONDS) || run.exitValue() != 0) {
        run.destroyForcibly();
        throw new IllegalStateException(String.join(" ", words) + " failed: " + printed);
      }
      return printed;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Kills it as a power failure would. */
  public void kill() {
    process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }

  /** Has it say that it leaves, and waits until it has ended. */
  public void leave() {
    signal("INT");
    process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
  }

  /** Makes it silent: it takes connections and answers none. */
  public void pause() {
    signal("STOP");
  }

  /** Ends a {@link #pause}. */
  public void resume() {
    signal("CONT");
  }

  private void signal(String signal) {
    try {
      new ProcessBuilder("/bin/kill", "-" + signal, Long.toString(process.pid()))
          .start()
          .onExit()
          .orTimeout(5, TimeUnit.SECONDS)
          .join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it again at the same address, and waits until it answers. */
  public void restart() {
    kill();
    try {
      process = launch();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    awaitAnswer();
  }

  @Override
  public void close() {
    kill();
  }
}
