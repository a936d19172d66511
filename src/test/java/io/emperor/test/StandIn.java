package io.emperor.test;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands between a browser and a real emperor: the dashboard's files are the emperor's, with all
 * their headers; what the API says is the test's.
 */
final class StandIn implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> KEPT = Set.of("content-type", "content-security-policy");

  private final String emperor;
  private final HttpClient client = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Object> answers = new ConcurrentHashMap<>();
  private final List<OutputStream> followers = new CopyOnWriteArrayList<>();
  private final List<String> posts = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  /** What a path is answered with, if not with 200. */
  record Refusal(int status, String error) {}

  /**
   * Starts it.
   *
   * @param emperor where the real one's admin endpoint is
   */
  StandIn(String emperor) throws IOException {
    this.emperor = emperor;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** From now on, that path is answered so. */
  void answers(String path, Object answer) {
    answers.put(path, answer);
  }

  /** All who follow the events are told, and who comes later gets the answer to /v1/vassals. */
  void tells(String event, Object data) {
    byte[] bytes = event(event, data);
    followers.removeIf(follower -> !took(follower, bytes));
  }

  private static boolean took(OutputStream follower, byte[] bytes) {
    try {
      follower.write(bytes);
      follower.flush();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** What was asked to be done. */
  List<String> posts() {
    return List.copyOf(posts);
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (path.equals("/v1/events")) {
      follow(exchange, event("vassals", answers.getOrDefault("/v1/vassals", List.of())));
    } else if (path.endsWith("/logs") && exchange.getRequestURI().getQuery().contains("follow")) {
      follow(exchange, event("line", "followed"));
    } else if (path.startsWith("/v1/")) {
      if (exchange.getRequestMethod().equals("POST")) {
        posts.add(exchange.getRequestURI().toString());
      }
      answer(exchange, answers.getOrDefault(path, new Refusal(404, "no such path: " + path)));
    } else {
      relay(exchange);
    }
  }

  private void follow(HttpExchange exchange, byte[] first) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    exchange.getResponseBody().write(first);
    exchange.getResponseBody().flush();
    followers.add(exchange.getResponseBody());
  }

  private static void answer(HttpExchange exchange, Object answer) throws IOException {
    boolean refused = answer instanceof Refusal;
    int status = answer instanceof Refusal refusal ? refusal.status() : 200;
    Object body = answer instanceof Refusal refusal ? Map.of("error", refusal.error()) : answer;
    byte[] bytes = json(body).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(refused ? status : 200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private void relay(HttpExchange exchange) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(emperor + exchange.getRequestURI())).build();
    try {
      HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      answer.headers().map().entrySet().stream()
          .filter(header -> KEPT.contains(header.getKey()))
          .forEach(header -> exchange.getResponseHeaders().put(header.getKey(), header.getValue()));
      exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
      exchange.getResponseBody().write(answer.body());
      exchange.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      exchange.close();
    }
  }

  private static byte[] event(String type, Object data) {
    return "event: %s\ndata: %s\n\n".formatted(type, json(data)).getBytes(StandardCharsets.UTF_8);
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
