package io.emperor.consul;

import io.emperor.consul.settings.AgentAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Answers the first requests of each connection with an empty list, and cuts the connection when it
 * has read the next.
 */
public final class CuttingAgent implements AutoCloseable {

  private static final byte[] ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]".getBytes(StandardCharsets.US_ASCII);

  private final ServerSocket server;
  private final int answered;
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger connections = new AtomicInteger();

  public CuttingAgent(int answered) throws IOException {
    this.answered = answered;
    this.server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::accept, "cutting-agent");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        connections.incrementAndGet();
        serve(socket);
      } catch (IOException e) {
        // A client that goes away, or the end of the test.
      }
    }
  }

  private void serve(Socket socket) throws IOException {
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    for (int i = 0; readRequest(in); i++) {
      requests.incrementAndGet();
      if (i == answered) {
        return;
      }
      socket.getOutputStream().write(ANSWER);
    }
  }

  private static boolean readRequest(BufferedReader in) throws IOException {
    int length = 0;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
      }
      if (line.isEmpty()) {
        return in.skip(length) == length;
      }
    }
    return false;
  }

  public int requests() {
    return requests.get();
  }

  public int connections() {
    return connections.get();
  }

  public AgentAddress address() {
    return new AgentAddress("http", "127.0.0.1", server.getLocalPort());
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
