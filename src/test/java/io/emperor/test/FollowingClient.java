package io.emperor.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Follows a service by Consul's blocking query and asks its passing instances, one by chance after
 * another, on several threads. Counts what it is answered, and how few were passing.
 */
final class FollowingClient implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int ASKING = 8;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final HttpClient http = HttpClient.newHttpClient();
  private final String query;
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicInteger fewest = new AtomicInteger(Integer.MAX_VALUE);
  private final AtomicLong answers = new AtomicLong();
  private final Map<String, Boolean> bodies = new ConcurrentHashMap<>();
  private final Queue<String> lost = new ConcurrentLinkedQueue<>();
  private volatile List<URI> passing = List.of();
  private volatile boolean over;

  private FollowingClient(String agent, String service) {
    this.query = "http://" + agent + "/v1/health/service/" + service + "?passing&wait=2s&index=";
  }

  /** Begins to follow a service at an agent, and to ask once it has an instance. */
  static FollowingClient of(String agent, String service) {
    FollowingClient client = new FollowingClient(agent, service);
    client.begin("follows", client::follow);
    for (int i = 0; i < ASKING; i++) {
      client.begin("asks-" + i, client::ask);
    }
    return client;
  }

  private void begin(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    threads.add(thread);
    thread.start();
  }

  private void follow() {
    String index = "0";
    while (!over) {
      try {
        HttpResponse<String> answer = get(URI.create(query + index));
        index = answer.headers().firstValue("X-Consul-Index").orElse("0");
        List<URI> found = new ArrayList<>();
        for (JsonNode instance : JSON.readTree(answer.body())) {
          found.add(Http.uri(instance.path("Service").path("Port").asInt(), "/"));
        }
        passing = found;
        int unused = fewest.accumulateAndGet(found.size(), Math::min);
      } catch (IOException e) {
        lost.add("Consul: " + e);
      }
    }
  }

  private void ask() {
    while (!over) {
      List<URI> known = passing;
      if (known.isEmpty()) {
        LockSupport.parkNanos(1_000_000);
        continue;
      }
      URI uri = known.get(ThreadLocalRandom.current().nextInt(known.size()));
      try {
        HttpResponse<String> answer = get(uri);
        if (answer.statusCode() == 200) {
          answers.incrementAndGet();
          bodies.put(answer.body(), true);
        } else {
          lost.add(uri + ": " + answer.statusCode() + " " + answer.body());
        }
      } catch (IOException e) {
        lost.add(uri + ": " + e);
      }
    }
  }

  private HttpResponse<String> get(URI uri) throws IOException {
    try {
      return http.send(
          HttpRequest.newBuilder(uri).timeout(PATIENCE).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** How many were passing at the fewest since this was asked last. */
  int fewest() {
    return fewest.getAndSet(passing.size());
  }

  /** How many are passing now. */
  int passing() {
    return passing.size();
  }

  /** How many requests were answered. */
  long answers() {
    return answers.get();
  }

  /** What was answered since this was asked last. */
  List<String> bodies() {
    List<String> found = List.copyOf(bodies.keySet());
    bodies.clear();
    return found;
  }

  /** What was not answered, and why. */
  List<String> lost() {
    return List.copyOf(lost);
  }

  @Override
  public void close() {
    over = true;
    for (Thread thread : threads) {
      try {
        thread.join(PATIENCE.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
