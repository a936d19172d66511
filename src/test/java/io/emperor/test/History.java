package io.emperor.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.emperor.consul.Await;
import io.emperor.consul.ClusterAgent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Looks at every agent every 50 ms and keeps what it had, when it answered. The agents are asked
 * directly, past any fault between them and the emperor.
 */
final class History implements AutoCloseable {

  private static final int INTERVAL_MILLIS = 50;
  private static final Duration PATIENCE = Duration.ofMillis(500);
  private static final Duration BUSY = Duration.ofSeconds(5);

  /** An agent that takes no heartbeat for so long may find one late that was sent in time. */
  private static final Duration SILENCE = FaultScene.TTL.multipliedBy(6).dividedBy(10);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
  private final List<Glance> glances = new ArrayList<>();

  private History() {}

  static History of(List<ClusterAgent> agents) {
    History history = new History();
    for (ClusterAgent agent : agents) {
      var unused =
          history.threads.scheduleWithFixedDelay(
              () -> history.look(agent), 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }
    return history;
  }

  private void look(ClusterAgent agent) {
    try {
      long begun = System.nanoTime();
      JsonNode services = ask(agent, "/v1/agent/services");
      JsonNode checks = ask(agent, "/v1/agent/checks");
      add(glance(begun, agent.name(), services, checks));
    } catch (IOException e) {
      // It does not answer, which is what these tests are about.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private JsonNode ask(ClusterAgent agent, String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://" + agent.httpAddress() + path);
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(PATIENCE).build();
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(agent.name() + " says " + response.statusCode());
    }
    return JSON.readTree(response.body());
  }

  private static Glance glance(long now, String agent, JsonNode services, JsonNode checks) {
    Map<String, Sighting> seen = new TreeMap<>();
    for (JsonNode service : services) {
      String id = service.path("ID").asText();
      JsonNode check = checks.path("service:" + id);
      seen.put(
          id,
          new Sighting(
              now,
              agent,
              id,
              service.toString(),
              check.path("Status").asText(),
              check.path("Output").asText()));
    }
    return new Glance(now, agent, seen);
  }

  private synchronized void add(Glance glance) {
    glances.add(glance);
  }

  /** A moment from which on things are looked at, as {@link System#nanoTime}. */
  static long now() {
    return System.nanoTime();
  }

  /** What an agent had since then, in the order of time. */
  synchronized List<Glance> of(ClusterAgent agent, long since) {
    return glances.stream()
        .filter(glance -> glance.agent().equals(agent.name()) && glance.nanos() - since >= 0)
        .toList();
  }

  /** The last look at an agent, which has to be a recent one: it answers now. */
  Glance last(ClusterAgent agent) {
    return last(agent, System.nanoTime() - PATIENCE.toNanos());
  }

  /** The last look at an agent, begun after a moment; waited for, on a busy machine. */
  Glance last(ClusterAgent agent, long since) {
    Await.within(BUSY, agent.name() + " answers", () -> !of(agent, since).isEmpty());
    List<Glance> recent = of(agent, since);
    return recent.get(recent.size() - 1);
  }

  /** Every service on an agent at every look since then. */
  List<Sighting> sightings(ClusterAgent agent, long since) {
    return of(agent, since).stream()
        .flatMap(glance -> glance.services().values().stream())
        .toList();
  }

  /** The services whose heartbeat an agent missed since then although it answered all the time. */
  List<String> expired(ClusterAgent agent, long since) {
    return expired(agent, since, false);
  }

  /** The services whose heartbeat an agent missed since then because it answered nobody. */
  List<String> expiredInSilence(ClusterAgent agent, long since) {
    return expired(agent, since, true);
  }

  private List<String> expired(ClusterAgent agent, long since, boolean silent) {
    Set<String> expired = new TreeSet<>();
    long silence = since - SILENCE.toNanos() - FaultScene.TTL.toNanos();
    long last = since;
    for (Glance glance : of(agent, since)) {
      if (glance.nanos() - last > SILENCE.toNanos()) {
        silence = glance.nanos();
      }
      last = glance.nanos();
      if (silent == (glance.nanos() - silence < FaultScene.TTL.toNanos())) {
        expired.addAll(expired(glance));
      }
    }
    return List.copyOf(expired);
  }

  private static List<String> expired(Glance glance) {
    return glance.services().values().stream()
        .filter(Sighting::isExpired)
        .map(Sighting::service)
        .toList();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
