package io.emperor.consul;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.emperor.consul.settings.AgentAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * Answers every read as a test says, and holds a request that has seen that answer's index already
 * until the test says something else, or the request's wait is over.
 */
public final class ScriptedAgent implements AutoCloseable {

  /** One request. */
  public record Asked(String uri) {

    public boolean consistent() {
      return uri.contains("consistent");
    }

    public boolean blocking() {
      return uri.contains("index=");
    }

    public String parameter(String name) {
      return uri.contains(name + "=") ? uri.replaceAll(".*[?&]" + name + "=([^&]*).*", "$1") : "";
    }
  }

  /** One answer; empty headers are left out. */
  public record Said(
      int status,
      String index,
      String knownLeader,
      String body,
      int missingBytes,
      Map<String, String> more) {

    public Said(int status, String index, String knownLeader, String body, int missingBytes) {
      this(status, index, knownLeader, body, missingBytes, Map.of());
    }

    Said with(String header, String value) {
      return new Said(status, index, knownLeader, body, missingBytes, Map.of(header, value));
    }

    public static Said value(String index, String text) {
      return new Said(200, index, "true", entry(text), 0);
    }

    Said index(String other) {
      return new Said(status, other, knownLeader, body, missingBytes, more);
    }

    public Said knownLeader(String word) {
      return new Said(status, index, word, body, missingBytes, more);
    }

    public static Said failing(int status, String body) {
      return new Said(status, "", "", body, 0);
    }

    /** A body that is announced longer than what comes. */
    public Said cut() {
      return new Said(status, index, knownLeader, body, 10);
    }
  }

  public static final Said SILENCE = new Said(0, "", "", "", 0);

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Asked> seen = new CopyOnWriteArrayList<>();
  private Function<Asked, Said> script = asked -> Said.value("10", "first");

  public ScriptedAgent() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  static String entry(String text) {
    return "[{\"Key\":\"k\",\"Value\":\"%s\",\"Flags\":0,\"CreateIndex\":1,\"ModifyIndex\":1,\"LockIndex\":0}]"
        .formatted(Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
  }

  public synchronized void says(Function<Asked, Said> script) {
    this.script = script;
    notifyAll();
  }

  public void says(Said said) {
    says(asked -> said);
  }

  private synchronized Said chosen(Asked asked) throws InterruptedException {
    String wait = asked.parameter("wait");
    long deadline =
        System.nanoTime()
            + (wait.isEmpty() ? 0 : Long.parseLong(wait.replace("ms", "")) * 1_000_000);
    Said said = script.apply(asked);
    while (said.equals(SILENCE)
        || (asked.parameter("index").equals(said.index()) && System.nanoTime() < deadline)) {
      wait(10);
      said = script.apply(asked);
    }
    return said;
  }

  private void answer(HttpExchange exchange) throws IOException {
    Asked asked = new Asked(exchange.getRequestURI().toString());
    seen.add(asked);
    try (exchange) {
      Said said = chosen(asked);
      header(exchange, "X-Consul-Index", said.index());
      header(exchange, "X-Consul-KnownLeader", said.knownLeader());
      said.more().forEach((name, value) -> header(exchange, name, value));
      byte[] body = said.body().getBytes(StandardCharsets.UTF_8);
      int length = body.length + said.missingBytes();
      exchange.sendResponseHeaders(said.status(), length == 0 ? -1 : length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void header(HttpExchange exchange, String name, String value) {
    if (!value.isEmpty()) {
      exchange.getResponseHeaders().add(name, value);
    }
  }

  public List<Asked> seen() {
    return seen;
  }

  public int port() {
    return server.getAddress().getPort();
  }

  public AgentAddress address() {
    return new AgentAddress("http", "127.0.0.1", port());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
