package io.emperor.bench.load;

import io.emperor.consul.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Whoever keeps an agent busy. */
public record AgentLoad(int port) {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  /** How long each load lasts. */
  public static final int SECONDS = 3;

  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** Asks an agent that is starting until it names a leader. */
  public static AgentLoad whenItHasALeader(int port) {
    AgentLoad load = new AgentLoad(port);
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!load.hasLeader()) {
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException("no leader within " + LIMIT);
      }
      LockSupport.parkNanos(1_000_000);
    }
    return load;
  }

  private boolean hasLeader() {
    try {
      HttpResponse<String> answer = send("GET", "/v1/status/leader", "");
      return answer.statusCode() == 200 && answer.body().contains(":");
    } catch (UncheckedIOException e) {
      return false; // it does not listen yet
    }
  }

  /** Has news for those who wait. */
  public void change() {
    put(Waiters.PATH, Long.toString(System.nanoTime()));
  }

  public void put(String path, String body) {
    HttpResponse<String> answer = send("PUT", path, body);
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(path + ": " + answer.statusCode() + " " + answer.body());
    }
  }

  /**
   * Registers services that are passing, and waits until the agent has told its server of all:
   * until then it is busy with that.
   */
  public void register(String prefix, int count) {
    for (int i = 0; i < count; i++) {
      put(
          "/v1/agent/service/register",
          """
          {"Name": "%s", "Check": {"TTL": "1h", "Status": "passing"}}
          """
              .formatted(prefix + i));
    }
    Await.within(
        LIMIT,
        "all are in the catalog",
        () ->
            send("GET", "/v1/health/state/passing", "").body().split("service:" + prefix, -1).length
                > count);
  }

  private HttpResponse<String> send(String method, String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(LIMIT)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Reads as fast as it is answered, one after another. */
  public Latencies readsOfOneThread(String path) {
    Latencies latencies = new Latencies();
    long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
    for (long sent = System.nanoTime(); sent - end < 0; sent = System.nanoTime()) {
      var unused = send("GET", path, "");
      latencies.add(System.nanoTime() - sent);
    }
    return latencies;
  }

  /**
   * Asks as fast as it is answered, over 16 connections.
   *
   * @param lua what makes a request of its number {@code n}
   */
  public Wrk run(String lua) {
    return Wrk.load(port, SECONDS, lua);
  }
}
