package io.emperor.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.emperor.consul.ConsulAgentProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/** A Consul agent of its own, and what a client sees in it. Of many threads. */
public final class Catalog implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LIMITS = "limits { http_max_conns_per_client = 4000 }";

  private final HttpClient http = HttpClient.newHttpClient();
  private final ConsulAgentProcess agent;

  private Catalog(ConsulAgentProcess agent) {
    this.agent = agent;
  }

  /** Starts a real agent, which has a leader when this returns. */
  public static Catalog start() {
    return new Catalog(ConsulAgentProcess.start(LIMITS));
  }

  /** The agent's host and port. */
  public String address() {
    return agent.httpAddress();
  }

  /** The agent's process. */
  public ProcessHandle process() {
    return agent.handle();
  }

  /**
   * Waits, by Consul's own blocking query, until a service has a passing instance.
   *
   * @return where it is
   * @throws IllegalStateException if there is none in time
   */
  public URI passing(String service, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    long seen = 0;
    while (System.nanoTime() < deadline) {
      HttpResponse<String> answer =
          get(
              String.format(
                  Locale.ROOT, "/v1/health/service/%s?passing&wait=5s&index=%d", service, seen));
      JsonNode instances = json(answer);
      if (!instances.isEmpty()) {
        return uri(instances.get(0));
      }
      seen = index(answer);
    }
    throw new IllegalStateException(service + " is not passing within " + limit);
  }

  /**
   * Waits until so many services with a name that begins so are passing, and looks but some times a
   * second: to list them all is work.
   *
   * @throws IllegalStateException if they are not in time
   */
  public void allPassing(String prefix, int count, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    int found = 0;
    while (System.nanoTime() < deadline) {
      found = 0;
      for (JsonNode check : json(get("/v1/health/state/passing"))) {
        found += check.path("ServiceName").asText().startsWith(prefix) ? 1 : 0;
      }
      if (found >= count) {
        return;
      }
      LockSupport.parkNanos(Math.max(10_000_000L, count * 100_000L));
    }
    throw new IllegalStateException(found + " of " + count + " are passing within " + limit);
  }

  /**
   * Registers a service that nothing runs, over the agent's HTTP API, and waits until it is
   * passing.
   *
   * @return milliseconds
   */
  public double plainRegistration(String service) {
    String body =
        String.format(
            Locale.ROOT,
            """
            {"Name": "%s", "Port": 9, "Check": {"TTL": "1h", "Status": "passing"}}
            """,
            service);
    long begun = System.nanoTime();
    put("/v1/agent/service/register", body);
    passing(service, Duration.ofMinutes(1));
    return (System.nanoTime() - begun) / 1e6;
  }

  /** Sends a {@code PUT}, which must succeed. */
  public void put(String path, String body) {
    HttpResponse<String> answer =
        send(request(path).PUT(HttpRequest.BodyPublishers.ofString(body)).build());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(path + ": " + answer.statusCode() + " " + answer.body());
    }
  }

  /**
   * Asks for the next change of a key, by Consul's own blocking query.
   *
   * @return milliseconds until its answer, once it has come; begins now
   */
  public CompletableFuture<Double> changeOf(String key) {
    String path = "/v1/kv/" + key;
    long seen = index(get(path));
    long begun = System.nanoTime();
    return http.sendAsync(
            request(path + "?wait=60s&index=" + seen).build(),
            HttpResponse.BodyHandlers.discarding())
        .thenApply(answer -> (System.nanoTime() - begun) / 1e6);
  }

  private HttpResponse<String> get(String path) {
    return send(request(path).build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://" + address() + path));
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(request + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static URI uri(JsonNode instance) {
    JsonNode service = instance.get("Service");
    String path = service.path("Meta").path("path").asText("/");
    return URI.create("http://127.0.0.1:" + service.get("Port").asInt() + path);
  }

  private static long index(HttpResponse<String> answer) {
    return answer.headers().firstValueAsLong("X-Consul-Index").orElse(1);
  }

  private static JsonNode json(HttpResponse<String> answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new IllegalStateException(answer.body(), e);
    }
  }

  @Override
  public void close() {
    agent.close();
  }
}
