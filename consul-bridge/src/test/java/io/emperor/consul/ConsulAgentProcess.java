package io.emperor.consul;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real Consul agent on free loopback ports, for tests. Its data is in memory: a restart wipes it.
 * Every step is bounded in time.
 */
public final class ConsulAgentProcess implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(1))
          .build();

  private final Path directory;
  private final int httpPort;
  private final List<String> command;
  private Process process;

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
      Path config = Files.writeString(directory.resolve("agent.hcl"), hcl);
      int[] ports = freePorts(4);
      List<String> command = new ArrayList<>();
      command.add(ConsulBinary.find().toString());
      command.addAll(List.of("agent", "-dev", "-bind", "127.0.0.1", "-client", "127.0.0.1"));
      command.addAll(List.of("-node", "node-1", "-dns-port", "-1", "-grpc-port", "-1"));
      // By default a development agent writes a line about every service at every change of any.
      command.addAll(List.of("-log-level", "info"));
      if (!hcl.contains("http = -1")) {
        command.addAll(List.of("-http-port", String.valueOf(ports[0])));
      }
      command.addAll(List.of("-server-port", String.valueOf(ports[1])));
      command.addAll(List.of("-serf-lan-port", String.valueOf(ports[2])));
      command.addAll(List.of("-serf-wan-port", String.valueOf(ports[3])));
      command.addAll(List.of("-config-file", config.toString()));
      return new ConsulAgentProcess(directory, ports[0], command);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static int[] freePorts(int count) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return sockets.stream().mapToInt(ServerSocket::getLocalPort).toArray();
    } finally {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
  }

  private Process launch() {
    try {
      return new ProcessBuilder(command)
          .directory(directory.toFile())
          .redirectErrorStream(true)
          .redirectOutput(directory.resolve("log").toFile())
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ConsulAgentProcess awaitLeader() {
    try {
      Await.within(
          LIMIT,
          "the agent has a leader and is in its catalog",
          () ->
              !process.isAlive()
                  || (get("/v1/status/leader").length() > 2 && log().contains("Synced node info")));
      if (!process.isAlive()) {
        throw new IllegalStateException("Consul did not start: " + log());
      }
      return this;
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
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
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://" + httpAddress() + path))
            .timeout(Duration.ofSeconds(5))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Kills the agent as a power failure would. */
  public void kill() {
    end(process.destroyForcibly());
  }

  /** Makes the agent silent: it takes connections and answers none. */
  public void pause() {
    signal("STOP");
  }

  /** Ends a {@link #pause}. */
  public void goOn() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      int status =
          new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
      if (status != 0) {
        throw new IllegalStateException("kill -" + name + " failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Stops the agent in an orderly way. */
  public void stop() {
    process.destroy();
    end(process);
  }

  /** Starts it again on the same ports, with nothing in its memory. */
  public void restart() {
    kill();
    process = launch();
    awaitLeader();
  }

  private static void end(Process process) {
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** Kills the agent and removes its directory. */
  @Override
  public void close() {
    kill();
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
