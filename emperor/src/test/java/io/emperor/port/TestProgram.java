package io.emperor.port;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A program that listens on a port of its own, and talks on each connection. */
final class TestProgram implements AutoCloseable {

  private final ServerSocket server;
  private final Talk talk;
  private final Collection<Socket> open = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  /** What is said on one connection, which is closed after that. */
  interface Talk {
    void on(Socket socket) throws Exception;
  }

  TestProgram(Talk talk) throws IOException {
    this(0, talk);
  }

  TestProgram(int port, Talk talk) throws IOException {
    this.talk = talk;
    server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  /** Sends back what comes, and its end. */
  static TestProgram echo() throws IOException {
    return new TestProgram(socket -> socket.getInputStream().transferTo(socket.getOutputStream()));
  }

  InetSocketAddress address() {
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  /** How many connections it has taken. */
  int taken() {
    return open.size();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        open.add(socket);
        threads.execute(() -> talk(socket));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void talk(Socket socket) {
    try (socket) {
      talk.on(socket);
    } catch (Exception e) {
      // the client sees that
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
    threads.shutdownNow();
  }
}
