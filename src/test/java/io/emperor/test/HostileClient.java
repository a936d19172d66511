package io.emperor.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Somebody on this machine who means no good, with many connections to one port. */
final class HostileClient implements AutoCloseable {

  private final int port;
  private final List<Socket> sockets = new ArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  HostileClient(int port) {
    this.port = port;
  }

  /** Opens connections and says no more than this on each; what the other side refuses is left. */
  void opens(int connections, String words) {
    for (int i = 0; i < connections; i++) {
      try {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        sockets.add(socket);
        socket.getOutputStream().write(words.getBytes(StandardCharsets.US_ASCII));
      } catch (SocketException e) {
        // Refused, or closed at once: the next.
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * Asks the same on each of its connections for as long as the other side listens; never reads.
   */
  void asksWithoutReading(int connections, String request) {
    byte[] bytes = request.getBytes(StandardCharsets.US_ASCII);
    opens(connections, request);
    for (Socket socket : sockets) {
      threads.execute(
          () -> {
            try {
              while (true) {
                socket.getOutputStream().write(bytes);
              }
            } catch (IOException e) {
              // The other side has had enough, or it is over.
            }
          });
    }
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    threads.shutdownNow();
  }
}
