package io.emperor.devagent.model;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.UUID;

/** An event that somebody fired. */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
public record UserEvent(
    UUID id, String name, byte[] payload, String node, String service, String tag, long time) {

  private static final int MOST_BYTES = 416;

  /** About what it needs on the wire, where it has to fit into 512 bytes with all names. */
  public boolean isTooLarge() {
    int size = payload.length + 2 * name.length() + (name.length() > 31 ? 3 : 0);
    return size + size(node) + size(service) + size(tag) > MOST_BYTES;
  }

  private static int size(String filter) {
    return filter.isEmpty() ? 0 : filter.length() + (filter.length() > 31 ? 5 : 4);
  }

  public UserEvent at(long newTime) {
    return new UserEvent(id, name, payload, node, service, tag, newTime);
  }

  /** What stands for an index in the answers about events: it does not grow. */
  public BigInteger index() {
    long both = id.getMostSignificantBits() ^ id.getLeastSignificantBits();
    return new BigInteger(Long.toUnsignedString(both));
  }

  public ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("ID", id.toString()).put("Name", name);
    if (payload.length == 0) {
      json.putNull("Payload");
    } else {
      json.put("Payload", payload);
    }
    json.put("NodeFilter", node).put("ServiceFilter", service).put("TagFilter", tag);
    return json.put("Version", 1).put("LTime", time);
  }
}
