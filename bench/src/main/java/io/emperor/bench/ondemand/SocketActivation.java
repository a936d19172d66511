package io.emperor.bench.ondemand;

import io.emperor.bench.BenchPaths;
import io.emperor.bench.peer.Directory;
import io.emperor.bench.peer.Launched;
import io.emperor.consul.Await;
import io.emperor.consul.FreePort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The slow program, which systemd's own tool starts when somebody connects, and gives the port. */
final class SocketActivation implements AutoCloseable {

  private static final Duration SOON = Duration.ofSeconds(30);

  private final Launched launched;
  private final int port;

  private SocketActivation(Launched launched, int port) {
    this.launched = launched;
    this.port = port;
  }

  /** Waits for its first connection when this returns: to look by connecting would be that. */
  static SocketActivation of(BenchPaths paths) {
    int port = FreePort.find();
    Path log = paths.scratch().resolve("log");
    List<String> command =
        List.of(
            "systemd-socket-activate",
            "-l",
            "127.0.0.1:" + port,
            "perl",
            SlowProgram.file(paths).toString());
    SocketActivation activation =
        new SocketActivation(Launched.start(command, Map.of(), log), port);
    Await.within(
        SOON,
        "systemd-socket-activate listens",
        () -> Directory.io(() -> Files.readString(log)).contains("Listening on"));
    return activation;
  }

  int port() {
    return port;
  }

  @Override
  public void close() {
    launched.close();
  }
}
