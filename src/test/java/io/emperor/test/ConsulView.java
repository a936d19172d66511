package io.emperor.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.Predicate;

/** What Consul itself says, asked by plain HTTP; waits with Consul's own blocking queries. */
final class ConsulView {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient http = HttpClient.newHttpClient();
  private final String base;
  private final String token;

  ConsulView(String address) {
    this(address, "");
  }

  ConsulView(String address, String token) {
    this.base = "http://" + address;
    this.token = token;
  }

  JsonNode get(String path) {
    return json(ask(path).body());
  }

  /** Asks again, as soon as something changed, until the answer is the wanted one. */
  JsonNode await(String path, Predicate<JsonNode> wanted) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    String index = "";
    while (true) {
      HttpResponse<String> response = ask(path + index);
      JsonNode answer = json(response.body());
      if (wanted.test(answer)) {
        return answer;
      }
      if (System.nanoTime() > end) {
        throw new AssertionError(path + " stayed " + response.body());
      }
      String seen = response.headers().firstValue("X-Consul-Index").orElse("1");
      index = (path.contains("?") ? "&" : "?") + "wait=2s&index=" + seen;
    }
  }

  /** The one passing instance of a service, waited for. */
  JsonNode passing(String service) {
    return await("/v1/health/service/" + service + "?passing", found -> found.size() == 1).get(0);
  }

  /** Waits until nothing is registered by that name. */
  void gone(String service) {
    await("/v1/health/service/" + service, JsonNode::isEmpty);
  }

  /** Waits until the check of the service's only instance has this status. */
  JsonNode status(String service, String status) {
    return await(
            "/v1/health/checks/" + service,
            checks -> checks.size() == 1 && checks.get(0).get("Status").asText().equals(status))
        .get(0);
  }

  private HttpResponse<String> ask(String path) {
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(base + path)).timeout(PATIENCE);
      if (!token.isEmpty()) {
        request.header("X-Consul-Token", token);
      }
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException("not JSON: " + text, e);
    }
  }
}
