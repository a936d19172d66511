package io.emperor.bench.membership;

import io.emperor.bench.BenchPaths;
import io.emperor.bench.peer.Directory;
import io.emperor.bench.peer.Launched;
import io.emperor.consul.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A real HAProxy, master and worker, before the service {@code web} of {@code shop}. */
final class Haproxy implements AutoCloseable {

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
   * @param socket where its runtime API is to be
   * @param backends the file that has its backends
   */
  static Haproxy start(BenchPaths paths, Path work, Path socket, Path backends) {
    int port = FreePort.find();
    Path file = work.resolve("main.cfg");
    String main =
        """
        global
            stats socket %s mode 600 level admin expose-fd listeners
        defaults
            mode http
            option redispatch
            option idle-close-on-response
            timeout connect 5s
            timeout client 30s
            timeout server 30s
        frontend web
            bind 127.0.0.1:%s
            default_backend shop_web
        """
            .formatted(socket, port);
    Path written = Directory.io(() -> Files.writeString(file, main));
    Launched launched =
        Launched.start(
            List.of(
                binary(paths), "-W", "-db", "-f", written.toString(), "-f", backends.toString()),
            Map.of(),
            work.resolve("haproxy.log"));
    Haproxy haproxy = new Haproxy(launched, port);
    try {
      long unused = FollowingEmperor.until("HAProxy works", haproxy::works);
      return haproxy;
    } catch (RuntimeException e) {
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
  int port() {
    return port;
  }

  /** The processes that have its connections: each reload starts another. */
  Set<Long> workers() {
    return launched.handle().children().map(ProcessHandle::pid).collect(Collectors.toSet());
  }

  @Override
  public void close() {
    launched.close();
  }
}
