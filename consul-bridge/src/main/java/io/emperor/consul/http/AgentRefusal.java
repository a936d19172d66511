package io.emperor.consul.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.util.Optional;
import okhttp3.Headers;

/** The agent answered, and the answer is no. */
public final class AgentRefusal extends IOException {

  private static final long serialVersionUID = 1L;

  /** How much of the body stands in the message, in characters. */
  private static final int MOST_WORDS = 500;

  private final int status;
  private final String body;
  private final transient Headers headers;

  public AgentRefusal(int status, String body, Headers headers) {
    super("status " + status + (body.isBlank() ? "" : ": " + shortened(body.strip())));
    this.status = status;
    this.body = body;
    this.headers = headers;
  }

  /** Consul answers a weak token with what it may see; nothing of that sort is not nothing. */
  public static AgentRefusal hidden() {
    return new AgentRefusal(403, "Permission denied to see any of it", Headers.of());
  }

  /**
   * What an agent says of nothing while it knows no leader may be old, or because it just began.
   */
  public static AgentRefusal leaderless() {
    return new AgentRefusal(500, "No cluster leader", Headers.of());
  }

  private static String shortened(String words) {
    int length = words.codePointCount(0, words.length());
    return length <= MOST_WORDS
        ? words
        : words.substring(0, words.offsetByCodePoints(0, MOST_WORDS)) + "…";
  }

  public int status() {
    return status;
  }

  public Headers headers() {
    return headers;
  }

  /** Whether it may say how healthy something is, instead of a no. */
  boolean isHealth() {
    return status == 429 || status == 503;
  }

  /** What it says, if that can be read as such. */
  public <T> Optional<T> read(TypeReference<T> type) {
    try {
      return Optional.ofNullable(AgentHttp.JSON.readValue(body, type));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  public boolean says(String words) {
    return body.contains(words);
  }
}
