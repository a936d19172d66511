package io.emperor.test;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Stands between an emperor with its apps and Consul, and writes down every change that Consul has
 * taken, before whoever made it learns of that.
 */
final class RecordingProxy implements AutoCloseable {

  /** A {@code PUT} with its body. */
  record Write(String path, String body) {}

  /** What is registered takes a while to change here: whoever does not wait for it is found out. */
  private static final long SERVICE_MILLIS = 100;

  private final List<Write> history = new ArrayList<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private final String target;

  RecordingProxy(String target) throws IOException {
    this.target = target;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::pass);
    server.start();
  }

  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  List<Write> history() {
    synchronized (history) {
      return List.copyOf(history);
    }
  }

  private void add(Write write) {
    synchronized (history) {
      history.add(write);
    }
  }

  private void pass(HttpExchange exchange) throws IOException {
    String uri = exchange.getRequestURI().toString();
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (uri.startsWith("/v1/agent/service/")) {
        TimeUnit.MILLISECONDS.sleep(SERVICE_MILLIS);
      }
      HttpResponse<byte[]> answer =
          client.send(
              HttpRequest.newBuilder(URI.create("http://" + target + uri))
                  .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body))
                  .build(),
              HttpResponse.BodyHandlers.ofByteArray());
      if (exchange.getRequestMethod().equals("PUT") && answer.statusCode() == 200) {
        add(new Write(exchange.getRequestURI().getPath(), new String(body, UTF_8)));
      }
      answer
          .headers()
          .firstValue("X-Consul-Index")
          .ifPresent(index -> exchange.getResponseHeaders().set("X-Consul-Index", index));
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      byte[] content = answer.body();
      exchange.sendResponseHeaders(answer.statusCode(), content.length == 0 ? -1 : content.length);
      exchange.getResponseBody().write(content);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
