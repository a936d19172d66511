package io.emperor.admin.client;

import io.emperor.provisioning.handler.SerfEvent;
import io.emperor.provisioning.handler.SerfEventBody;
import java.net.ConnectException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Hands what a serf agent tells to a running emperor. Thread safe. */
public final class SerfEventsClient {

  private static final String PATH = "/v1/serf-events";

  private final AdminClient client;

  /** Asks nobody yet. */
  public SerfEventsClient(AdminClient client) {
    this.client = client;
  }

  /**
   * Hands an event over.
   *
   * @return the answer to a query, empty for none and for all else; no value if no emperor runs
   *     there, or one that follows no membership
   * @throws AdminException if it refuses the event, or does not answer in time
   */
  public Optional<byte[]> take(SerfEvent event) throws AdminException {
    HttpRequest request =
        client
            .request(PATH)
            .setHeader("Content-Type", "application/octet-stream")
            .timeout(AdminClient.LIMIT)
            .POST(HttpRequest.BodyPublishers.ofByteArray(SerfEventBody.of(event)))
            .build();
    HttpResponse<byte[]> answer;
    try {
      answer = client.sent(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (AdminException e) {
      if (e.getCause() instanceof ConnectException) {
        return Optional.empty();
      }
      throw e;
    }
    if (answer.statusCode() == 404) {
      return Optional.empty();
    }
    if (answer.statusCode() != 200) {
      throw client.refused(answer.statusCode(), new String(answer.body(), StandardCharsets.UTF_8));
    }
    return Optional.of(answer.body());
  }
}
