package io.emperor.bench.ondemand;

import io.emperor.bench.BenchPaths;
import io.emperor.bench.peer.Launched;
import io.emperor.consul.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A program that opens its port 0.1 s after its start, run by nobody but us. */
final class SlowProgram {

  private static final long LIMIT = TimeUnit.SECONDS.toNanos(30);

  private SlowProgram() {}

  static Path file(BenchPaths paths) {
    return paths.root().resolve("bench/apps/slow.pl");
  }

  /** Milliseconds from its start until it takes a connection. */
  static double start(BenchPaths paths) {
    int port = FreePort.find();
    long begun = System.nanoTime();
    try (Launched program = launch(paths, port)) {
      while (!takesConnections(port)) {
        if (System.nanoTime() - begun > LIMIT || !program.handle().isAlive()) {
          throw new IllegalStateException("the program has not opened port " + port);
        }
        LockSupport.parkNanos(500_000);
      }
      return (System.nanoTime() - begun) / 1e6;
    }
  }

  private static Launched launch(BenchPaths paths, int port) {
    return Launched.start(
        List.of("perl", file(paths).toString()),
        Map.of("PORT", Integer.toString(port)),
        paths.scratch().resolve("log"));
  }

  private static boolean takesConnections(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }
}
