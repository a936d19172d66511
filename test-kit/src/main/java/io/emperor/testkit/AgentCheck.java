package io.emperor.testkit;

import io.emperor.api.Health;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Writes the check of a service, its note as well, before it returns. */
final class AgentCheck {

  private AgentCheck() {}

  static void update(URI agent, String serviceId, Health health) {
    String path =
        "/v1/agent/check/%s/%s?note=%s"
            .formatted(verb(health), word("service:" + serviceId), word(health.note()));
    try {
      HttpURLConnection connection =
          (HttpURLConnection) agent.resolve(path).toURL().openConnection();
      connection.setRequestMethod("PUT");
      int status = connection.getResponseCode();
      connection.disconnect();
      if (status != HttpURLConnection.HTTP_OK) {
        throw new IOException("the agent answered " + status + " to " + path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the check of " + serviceId + " can't be written", e);
    }
  }

  private static String verb(Health health) {
    return switch (health.status()) {
      case PASSING -> "pass";
      case WARNING -> "warn";
      case CRITICAL -> "fail";
    };
  }

  private static String word(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
