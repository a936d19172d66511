package io.emperor.consul;

import io.emperor.consul.settings.AgentAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** Answers every request with a gigabyte, if it is let, in one of several ways. */
final class EndlessAgent implements AutoCloseable {

  static final long GIGABYTE = 1 << 30;
  private static final byte[] PIECE = new byte[1 << 16];

  static {
    Arrays.fill(PIECE, (byte) '[');
  }

  /** How an answer begins, and what stands between the pieces of its rest. */
  enum Way {
    ANNOUNCED("HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n", ""),
    CHUNKED("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n", "\r\n10000\r\n"),
    UNTIL_THE_END("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", ""),
    REFUSING("HTTP/1.1 500 Broken\r\nTransfer-Encoding: chunked\r\n", "\r\n10000\r\n"),
    ONE_HEADER("HTTP/1.1 200 OK\r\nX-Consul-Index: ", ""),
    MANY_HEADERS("HTTP/1.1 200 OK", "\r\nX-More: ");

    private final String begin;
    private final String between;

    Way(String begin, String between) {
      this.begin = begin;
      this.between = between;
    }
  }

  private final ServerSocket server;
  private final Way way;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicLong sent = new AtomicLong();

  EndlessAgent(Way way) throws IOException {
    this.way = way;
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::serve);
  }

  AgentAddress address() {
    return new AgentAddress("http", "127.0.0.1", server.getLocalPort());
  }

  /** How many bytes it got rid of. */
  long sent() {
    return sent.get();
  }

  private void serve() {
    try {
      while (true) {
        Socket socket = server.accept();
        threads.execute(() -> answer(socket));
      }
    } catch (IOException e) {
      return; // closed
    }
  }

  private void answer(Socket socket) {
    try (socket;
        BufferedReader request =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
      for (String line = request.readLine(); !line.isEmpty(); ) {
        line = request.readLine();
      }
      OutputStream answer = socket.getOutputStream();
      byte[] between = way.between.getBytes(StandardCharsets.US_ASCII);
      answer.write(way.begin.getBytes(StandardCharsets.US_ASCII));
      for (long left = GIGABYTE; left > 0; left -= PIECE.length) {
        answer.write(between);
        answer.write(PIECE);
        sent.addAndGet(PIECE.length);
      }
    } catch (IOException e) {
      return; // the client has had enough
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    threads.shutdownNow();
  }
}
