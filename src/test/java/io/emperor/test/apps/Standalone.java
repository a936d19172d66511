package io.emperor.test.apps;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A program of its own that knows nothing of the emperor: it listens on {@code PORT}, and tells its
 * process ID ({@code /}), a variable ({@code /env?NAME}) and its health ({@code /health}), which
 * {@code /ill?STATUS} changes; {@code /exit?STATUS} ends it.
 */
public final class Standalone {

  private static final AtomicInteger HEALTH = new AtomicInteger(200);

  private Standalone() {}

  /**
   * Listens.
   *
   * @param args none
   * @throws IOException if the port is taken
   */
  public static void main(String[] args) throws IOException {
    int port = Integer.parseInt(System.getenv("PORT"));
    HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", Standalone::answer);
    server.start();
    System.out.println("standing alone on " + port);
  }

  private static void answer(HttpExchange exchange) throws IOException {
    String query = exchange.getRequestURI().getQuery();
    String path = exchange.getRequestURI().getPath();
    int status = 200;
    String text = "";
    switch (path) {
      case "/env" -> text = String.valueOf(System.getenv(query));
      case "/ill" -> HEALTH.set(Integer.parseInt(query));
      case "/health" -> status = HEALTH.get();
      case "/exit" -> Runtime.getRuntime().halt(Integer.parseInt(query));
      default -> text = Long.toString(ProcessHandle.current().pid());
    }
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
