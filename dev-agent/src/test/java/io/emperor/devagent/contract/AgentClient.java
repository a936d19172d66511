package io.emperor.devagent.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.emperor.devagent.base.ConsulProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Plain requests to one agent, as {@code curl} would send them. */
record AgentClient(URI baseUri, String node, ConsulProfile profile) {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(Duration.ofSeconds(2))
          .build();

  /**
   * A client of the agent at this address, which tells itself what its node is called and which
   * version it is of.
   */
  static AgentClient of(URI baseUri) {
    JsonNode config =
        new AgentClient(baseUri, "", ConsulProfile.V1_8).get("/v1/agent/self").json().get("Config");
    return new AgentClient(
        baseUri, config.get("NodeName").asText(), profile(config.get("Version").asText()));
  }

  /** Between the two of them, there is none: no case is known to hold there. */
  private static ConsulProfile profile(String version) {
    Matcher numbers = Pattern.compile("(\\d+)[.](\\d+)[.].*").matcher(version);
    if (numbers.matches()) {
      int major = Integer.parseInt(numbers.group(1));
      int minor = Integer.parseInt(numbers.group(2));
      if (major == 1 && minor == 8) {
        return ConsulProfile.V1_8;
      }
      if (major > 1 || minor >= 15) {
        return ConsulProfile.MODERN;
      }
    }
    throw new IllegalStateException(
        "the contract is about Consul 1.8, and 1.15 and newer, not " + version);
  }

  /** A word as it may stand in a path or a query. */
  static String encoded(String word) {
    return URLEncoder.encode(word, StandardCharsets.UTF_8).replace("+", "%20");
  }

  Answer get(String path) {
    return send("GET", path, "");
  }

  /** What a client of another namespace would ask. */
  Answer getInNamespace(String path, String namespace) {
    return send(
        HttpRequest.newBuilder(URI.create(baseUri + path))
            .timeout(LIMIT)
            .header("X-Consul-Namespace", namespace)
            .build());
  }

  Answer put(String path) {
    return send("PUT", path, "");
  }

  Answer put(String path, String body) {
    return send("PUT", path, body);
  }

  Answer delete(String path) {
    return send("DELETE", path, "");
  }

  Answer send(String method, String path, String body) {
    return send(method, path, body.getBytes(StandardCharsets.UTF_8));
  }

  Answer send(String method, String path, byte[] body) {
    return send(request(method, path, body));
  }

  private static Answer send(HttpRequest request) {
    try {
      return new Answer(CLIENT.send(request, BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** A request that may wait for a change. */
  CompletableFuture<Answer> getLater(String path) {
    return CLIENT
        .sendAsync(request("GET", path, new byte[0]), BodyHandlers.ofByteArray())
        .thenApply(Answer::new);
  }

  private HttpRequest request(String method, String path, byte[] body) {
    return HttpRequest.newBuilder(URI.create(baseUri + path))
        .timeout(LIMIT)
        .method(
            method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body))
        .build();
  }
}
