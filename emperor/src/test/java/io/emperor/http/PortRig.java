package io.emperor.http;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A web server, clients that speak to it by socket, and apps of one servlet. */
final class PortRig implements AutoCloseable {

  final WebServer web = new WebServer("http", InetAddress.getLoopbackAddress());
  final Arrivals arrivals = new Arrivals();
  private final ExecutorService threads = Executors.newFixedThreadPool(16);
  private final List<Socket> sockets = new ArrayList<>();

  /** What a servlet does. */
  interface Answer {
    void to(HttpServletRequest request, HttpServletResponse response) throws Exception;
  }

  PortRig() {
    web.start();
  }

  /** Says the path that it was asked for. */
  ServletApp echo() throws Exception {
    return app((request, response) -> response.getWriter().print(request.getRequestURI()));
  }

  ServletApp app(Answer answer) throws Exception {
    return app(threads, answer);
  }

  ServletApp app(ClassLoader loader, Answer answer) throws Exception {
    return app(loader, threads, answer);
  }

  ServletApp app(Executor executor, Answer answer) throws Exception {
    return app(Objects.requireNonNull(PortRig.class.getClassLoader()), executor, answer);
  }

  private ServletApp app(ClassLoader loader, Executor executor, Answer answer) throws Exception {
    ServletApp app = ServletApp.of("test", Map.of("/*", new Answering(answer)), loader, executor);
    app.start(web);
    return app;
  }

  void setIdleTimeout(long millis) {
    ((PortsConnector) web.jetty().getConnectors()[0]).setIdleTimeout(millis);
  }

  Socket connected(ListeningPort port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port.number());
    socket.setSoTimeout(20_000);
    sockets.add(socket);
    return socket;
  }

  /** Asks on a new connection, and comes back when the server has heard it. */
  Socket asked(ListeningPort port, String path) throws Exception {
    Socket socket = connected(port);
    ask(socket, path);
    arrivals.await();
    return socket;
  }

  static void ask(Socket socket, String path) throws IOException {
    send(socket, "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(path));
  }

  static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Reads an answer whose length is told: its head, an empty line, its body. */
  static String answer(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the connection ended after: " + head);
      }
      head.write(next);
    }
    String lines = head.toString(StandardCharsets.US_ASCII);
    int length =
        lines
            .lines()
            .filter(line -> line.startsWith("Content-Length: "))
            .mapToInt(line -> Integer.parseInt(line.substring("Content-Length: ".length())))
            .findFirst()
            .orElseThrow();
    return lines + new String(in.readNBytes(length), StandardCharsets.US_ASCII);
  }

  static String rest(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    web.close();
    threads.shutdownNow();
  }

  /** Tells when a request has been handed to what is behind its port. */
  static final class Arrivals implements Traffic {

    private final Semaphore begun = new Semaphore(0);
    private volatile Thread last = Thread.currentThread();

    @Override
    public void begun() {
      last = Thread.currentThread();
      begun.release();
    }

    @Override
    public void ended(int status, long nanos) {}

    void await() throws InterruptedException {
      if (!begun.tryAcquire(20, TimeUnit.SECONDS)) {
        throw new AssertionError("no request has arrived");
      }
      while (isInside(last)) {
        Thread.onSpinWait();
      }
    }

    private static boolean isInside(Thread thread) {
      return Arrays.stream(thread.getStackTrace())
          .anyMatch(frame -> frame.getClassName().equals(PortHandler.class.getName()));
    }
  }

  private static final class Answering extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private final transient Answer answer;

    Answering(Answer answer) {
      this.answer = answer;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      try {
        answer.to(request, response);
      } catch (IOException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
