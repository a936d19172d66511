package io.emperor.consul;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.emperor.consul.http.AgentHttp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * In front of an agent, answers as newer ones do when a token may not see one of the services: its
 * lists lack the service and say so, and whoever asks for it alone is refused.
 */
final class WeakTokenAgent implements AutoCloseable {

  private final ConsulAgentProcess agent;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private volatile String hidden = "";

  WeakTokenAgent(ConsulAgentProcess agent) {
    this.agent = agent;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  void hides(String serviceId) {
    hidden = serviceId;
  }

  /** How many requests were made of this sort. */
  long seen(String methodAndPath) {
    return seen.stream().filter(methodAndPath::equals).count();
  }

  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      seen.add(exchange.getRequestMethod() + " " + path);
      String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      if (isForbidden(path, sent)) {
        send(exchange, 403, "Permission denied");
        return;
      }
      HttpResponse<String> answer =
          agent.send(exchange.getRequestMethod(), exchange.getRequestURI().toString(), sent);
      boolean isList = path.equals("/v1/agent/services") || path.equals("/v1/agent/checks");
      String body = isList ? filtered(exchange, answer.body()) : answer.body();
      send(exchange, answer.statusCode(), body);
    }
  }

  /** Reading what is not there is not forbidden: it is not found. */
  private boolean isForbidden(String path, String sent) {
    return !hidden.isEmpty()
        && (path + sent).contains(hidden)
        && (!sent.isEmpty() || agent.get("/v1/agent/services").contains(hidden));
  }

  private String filtered(HttpExchange exchange, String list) throws IOException {
    ObjectNode rows = (ObjectNode) AgentHttp.JSON.readTree(list);
    String id = hidden;
    if (!id.isEmpty() && (rows.has(id) || rows.has("service:" + id))) {
      rows.remove(List.of(id, "service:" + id));
      exchange.getResponseHeaders().add("X-Consul-Results-Filtered-By-ACLs", "true");
    }
    return rows.toString();
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
