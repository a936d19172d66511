package io.emperor.consul;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * An agent on free loopback ports, for tests: a real Consul, or a model as {@link AgentCommand} has
 * it. Its data is in memory: a restart wipes it. Every step is bounded in time.
 */
public final class ConsulAgentProcess implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Path directory;
  private final int httpPort;
  private final List<String> command;
  private OwnProcess process;

  private ConsulAgentProcess(Path directory, int httpPort, List<String> command) {
    this.directory = directory;
    this.httpPort = httpPort;
    this.command = command;
    this.process = launch();
  }

  /** Starts an agent with everything by default and waits until it has a leader. */
  public static ConsulAgentProcess start() {
    return start("");
  }

  /**
   * Starts an agent and waits until it has a leader.
   *
   * @param hcl more configuration, may be empty
   */
  public static ConsulAgentProcess start(String hcl) {
    return notStarted(hcl).awaitLeader();
  }

  /** Starts an agent whose HTTP API takes TLS alone, without waiting. */
  static ConsulAgentProcess startTls(int httpsPort, String hcl) {
    return notStarted("ports { https = " + httpsPort + " http = -1 }\n" + hcl);
  }

  private static ConsulAgentProcess notStarted(String hcl) {
    try {
      Path directory = Files.createTempDirectory("consul-agent");
      int httpPort = FreePort.find();
      List<String> command = AgentCommand.of(httpPort, directory, hcl);
      return new ConsulAgentProcess(directory, httpPort, command);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private OwnProcess launch() {
    return OwnProcess.start(command, directory, directory.resolve("log"));
  }

  private ConsulAgentProcess awaitLeader() {
    try {
      Await.within(
          LIMIT,
          "the agent has a leader and is in its catalog",
          () -> !process.isAlive() || (get("/v1/status/leader").length() > 2 && isInItsCatalog()));
      if (!process.isAlive()) {
        throw new IllegalStateException("Consul did not start: " + log());
      }
      return this;
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** Only the real one has to enter itself there, and its health, and tells of both. */
  private boolean isInItsCatalog() {
    String told = isNewer() ? "" : log();
    return isNewer()
        || (told.contains("Synced node info") && told.contains("marking health alive"));
  }

  /** What the agent wrote to its log since it was started. */
  public String log() {
    try {
      return Files.readString(directory.resolve("log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The address of its HTTP API, {@code 127.0.0.1:PORT}. */
  public String httpAddress() {
    return "127.0.0.1:" + httpPort;
  }

  /** Whether it is a model of a newer Consul. */
  boolean isNewer() {
    return AgentCommand.isNewer();
  }

  /** What its node is called. */
  String node() {
    return AgentCommand.node();
  }

  /** The body of {@code GET path}, whatever the status. */
  public String get(String path) {
    return send("GET", path, "").body();
  }

  /** The body of {@code PUT path}, whatever the status. */
  public String put(String path, String body) {
    return send("PUT", path, body).body();
  }

  /** A raw request, with headers as name, value, name, value. */
  public HttpResponse<String> send(String method, String path, String body, String... headers) {
    return AgentRequests.send(httpAddress(), method, path, body, headers);
  }

  /** Its process, as it runs now. */
  public ProcessHandle handle() {
    return process.handle();
  }

  /** Kills the agent as a power failure would. */
  public void kill() {
    process.kill();
  }

  /** Makes the agent silent: it takes connections and answers none. */
  public void pause() {
    process.signal("STOP");
  }

  /** Ends a {@link #pause}. */
  public void resume() {
    process.signal("CONT");
  }

  /** Stops the agent in an orderly way. */
  public void stop() {
    process.stop();
  }

  /** Starts it again on the same ports, with nothing in its memory. */
  public void restart() {
    launchAgain();
    awaitLeader();
  }

  /** The same, without waiting until it answers. */
  public void launchAgain() {
    kill();
    process = launch();
  }

  /** Kills the agent and removes its directory. */
  @Override
  public void close() {
    kill();
    OwnProcess.delete(directory);
  }
}
