package io.emperor.devagent.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A service on loopback that agents check: it answers byte for byte what it was told to, and
 * remembers what it was asked. Each connection has a thread, which ends with it.
 */
public final class CheckedService implements AutoCloseable {

  private static final Pattern LENGTH = Pattern.compile("(?i)content-length: *(\\d+)");

  private final ServerSocket socket;
  private final boolean holds;
  private final List<String> answers;
  private final AtomicInteger answered = new AtomicInteger();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<Socket> connections = new CopyOnWriteArrayList<>();

  private CheckedService(ServerSocket socket, boolean holds, List<String> answers) {
    this.socket = socket;
    this.holds = holds;
    this.answers = answers;
    start(this::accept);
  }

  /** Gives these answers one after another, and the last one ever after. */
  public static CheckedService answering(String... answers) {
    return new CheckedService(open(), false, List.of(answers));
  }

  /** Answers so, and keeps the connection open. */
  public static CheckedService holding(String answer) {
    return new CheckedService(open(), true, List.of(answer));
  }

  /** Answers so, on a socket that somebody else has opened. */
  static CheckedService on(ServerSocket socket, String answer) {
    return new CheckedService(socket, false, List.of(answer));
  }

  /** An answer with a body. */
  public static String answer(String status, String body) {
    return String.format(
        Locale.ROOT,
        "HTTP/1.1 %s\r\nContent-Length: %d\r\n\r\n%s",
        status,
        body.getBytes(UTF_8).length,
        body);
  }

  private static ServerSocket open() {
    try {
      return new ServerSocket(0, 1_024, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String address() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  public String url(String path) {
    return "http://" + address() + path;
  }

  /** Head and body of each request so far. */
  public List<String> requests() {
    return requests;
  }

  /** How many connections have not ended. */
  public int connected() {
    return connections.size();
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "checked-service");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket connection = socket.accept();
        connections.add(connection);
        start(() -> serve(connection));
      }
    } catch (SocketException e) {
      // Closed.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      String request = read(connection);
      if (!request.isEmpty()) {
        requests.add(request);
        int turn = Math.min(answered.getAndIncrement(), answers.size() - 1);
        connection.getOutputStream().write(answers.get(turn).getBytes(UTF_8));
        connection.getOutputStream().flush();
        while (holds && connection.getInputStream().read() >= 0) {
          requests.add("more");
        }
      }
    } catch (IOException e) {
      // The agent has left.
    } finally {
      connections.remove(connection);
    }
  }

  private static String read(Socket connection) throws IOException {
    ByteArrayOutputStream seen = new ByteArrayOutputStream();
    while (!isWhole(seen.toString(ISO_8859_1))) {
      int next = connection.getInputStream().read();
      if (next < 0) {
        return "";
      }
      seen.write(next);
    }
    return seen.toString(UTF_8);
  }

  private static boolean isWhole(String request) {
    int end = request.indexOf("\r\n\r\n");
    Matcher length = LENGTH.matcher(request);
    int body = length.find() ? Integer.parseInt(length.group(1)) : 0;
    return end >= 0 && request.length() >= end + 4 + body;
  }

  @Override
  public void close() {
    try {
      socket.close();
      for (Socket connection : connections) {
        connection.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
