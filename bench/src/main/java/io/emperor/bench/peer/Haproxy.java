package io.emperor.bench.peer;

import io.emperor.bench.BenchPaths;
import io.emperor.consul.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A real HAProxy, master and worker. */
public final class Haproxy implements AutoCloseable {

  private static final Duration SOON = Duration.ofSeconds(30);

  private final Launched launched;
  private final int port;

  private Haproxy(Launched launched, int port) {
    this.launched = launched;
    this.port = port;
  }

  /**
   * Starts one, and waits until it listens.
   *
   * @param work of its own
   * @param main its configuration
   * @param port that this opens
   * @param more configuration besides
   */
  public static Haproxy start(BenchPaths paths, Path work, String main, int port, Path... more) {
    Path written = Directory.io(() -> Files.writeString(work.resolve("main.cfg"), main));
    List<String> command =
        new ArrayList<>(List.of(binary(paths), "-W", "-db", "-f", written.toString()));
    for (Path file : more) {
      command.addAll(List.of("-f", file.toString()));
    }
    Haproxy haproxy =
        new Haproxy(Launched.start(command, Map.of(), work.resolve("haproxy.log")), port);
    try {
      Await.within(SOON, "HAProxy works", haproxy::works);
      return haproxy;
    } catch (RuntimeException | AssertionError e) {
      haproxy.close();
      throw e;
    }
  }

  /** What {@code bin/fetch-proxy} prints. */
  private static String binary(BenchPaths paths) {
    String path =
        Directory.io(
            () ->
                new String(
                    new ProcessBuilder(
                            paths.root().resolve("bin/fetch-proxy").toString(), "haproxy")
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start()
                        .getInputStream()
                        .readAllBytes(),
                    StandardCharsets.UTF_8));
    if (path.isBlank()) {
      throw new IllegalStateException("there is no haproxy; set HAPROXY_BIN");
    }
    return path.strip();
  }

  /** The master listens before it has a worker. */
  private boolean works() {
    return listens() && !workers().isEmpty();
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** Where it serves. */
  public int port() {
    return port;
  }

  /** The processes that have its connections: each reload starts another. */
  public Set<Long> workers() {
    return launched.handle().children().map(ProcessHandle::pid).collect(Collectors.toSet());
  }

  @Override
  public void close() {
    launched.close();
  }
}
