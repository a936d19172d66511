package io.emperor.bench.load;

import io.emperor.consul.Await;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Many connections that wait for news of one key, each with a blocking query. */
public final class Waiters implements AutoCloseable {

  /** Where the news is to come. */
  public static final String PATH = "/v1/kv/news";

  private static final Duration SETTLED = Duration.ofMillis(500);
  private static final int LIMIT_MILLIS = 20_000;

  private final List<Connection> connections = new ArrayList<>();

  private Waiters() {}

  /** Connects, and learns from which index on news is news. */
  public static Waiters connect(int port, int count) throws IOException {
    Waiters waiters = new Waiters();
    try {
      for (int i = 0; i < count; i++) {
        waiters.connections.add(new Connection(port));
      }
      for (Connection connection : waiters.connections) {
        connection.send(PATH);
        connection.readAnswer();
      }
      return waiters;
    } catch (IOException | RuntimeException e) {
      waiters.close();
      throw e;
    }
  }

  /** Has all of them ask, and all requests arrive. */
  public void ask() throws Exception {
    for (Connection connection : connections) {
      connection.send(PATH + "?wait=60s&index=" + connection.index);
    }
    Await.holdsFor(SETTLED, "they wait", () -> !connections.get(0).isAnswered());
  }

  /** How long it takes from the begin of a change until all are answered. */
  public double millisFrom(Runnable change) throws IOException {
    long begun = System.nanoTime();
    change.run();
    for (Connection connection : connections) {
      connection.readAnswer();
    }
    return (System.nanoTime() - begun) / 1e6;
  }

  @Override
  public void close() throws IOException {
    for (Connection connection : connections) {
      connection.socket.close();
    }
  }

  private static final class Connection {

    private static final String INDEX = "x-consul-index: ";
    private static final String LENGTH = "content-length: ";

    private final Socket socket = new Socket();
    private final InputStream input;
    private String index = "1";

    Connection(int port) throws IOException {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), LIMIT_MILLIS);
      socket.setSoTimeout(LIMIT_MILLIS);
      input = new BufferedInputStream(socket.getInputStream());
    }

    void send(String path) throws IOException {
      String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    }

    boolean isAnswered() throws IOException {
      return input.available() > 0;
    }

    void readAnswer() throws IOException {
      int length = 0;
      for (String line = line(); !line.isEmpty(); line = line()) {
        if (line.startsWith(INDEX)) {
          index = line.substring(INDEX.length());
        } else if (line.startsWith(LENGTH)) {
          length = Integer.parseInt(line.substring(LENGTH.length()));
        }
      }
      input.skipNBytes(length);
    }

    private String line() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int c = input.read(); c != '\n'; c = input.read()) {
        if (c < 0) {
          throw new EOFException("the agent has hung up");
        }
        line.append((char) c);
      }
      return line.toString().strip().toLowerCase(Locale.ROOT);
    }
  }
}
