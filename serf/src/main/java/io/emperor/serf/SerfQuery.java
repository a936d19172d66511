package io.emperor.serf;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A question to the cluster.
 *
 * @param name what it is called
 * @param payload any bytes; with the name 1,024 bytes at most, if the agents have no other limit
 * @param nodes who is asked, by name; empty for all
 * @param tags who is asked, by Go's regular expressions for tags; empty for all
 * @param timeout how long answers are waited for; zero for serf's own measure, some seconds
 * @param acknowledge whether nodes say that they have heard it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
public record SerfQuery(
    String name,
    byte[] payload,
    List<String> nodes,
    Map<String, String> tags,
    Duration timeout,
    boolean acknowledge) {

  public SerfQuery {
    nodes = List.copyOf(nodes);
    tags = Map.copyOf(tags);
    if (timeout.isNegative()) {
      throw new IllegalArgumentException("a query can't wait for " + timeout);
    }
  }

  /** To all, for as long as serf thinks fit. */
  public SerfQuery(String name, byte[] payload) {
    this(name, payload, List.of(), Map.of(), Duration.ZERO, false);
  }

  Map<String, ?> body() {
    return Map.of(
        "Name", name,
        "Payload", payload,
        "FilterNodes", nodes,
        "FilterTags", tags,
        "Timeout", timeout.toNanos(),
        "RequestAck", acknowledge);
  }
}
