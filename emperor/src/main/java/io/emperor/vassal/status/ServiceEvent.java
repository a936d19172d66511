package io.emperor.vassal.status;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * That a service has been registered with Consul, or deregistered. Immutable.
 *
 * @param kind which of them
 * @param vassal whose it is
 * @param serviceName its name
 * @param serviceId its ID
 * @param address the address that it was registered with; empty for that of the agent
 * @param port 0 for none
 * @param tags its tags
 * @param failed whether Consul could not be told; it removes the service by itself then, later
 */
public record ServiceEvent(
    Kind kind,
    String vassal,
    String serviceName,
    String serviceId,
    String address,
    int port,
    List<String> tags,
    boolean failed) {

  /** What has happened. */
  public enum Kind {
    REGISTERED,
    DEREGISTERED;

    /** What it is called outside. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Copies the list. */
  public ServiceEvent {
    tags = List.copyOf(tags);
  }

  /** The end of what was registered. */
  public ServiceEvent ended(boolean failing) {
    return new ServiceEvent(
        Kind.DEREGISTERED, vassal, serviceName, serviceId, address, port, tags, failing);
  }

  /**
   * What others are told of the service.
   *
   * @return text, numbers, lists of text and truth values by their names; {@code failed} only if it
   *     is true
   */
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("service_name", serviceName);
    fields.put("service_id", serviceId);
    fields.put("address", address);
    fields.put("port", port);
    fields.put("tags", tags);
    if (failed) {
      fields.put("failed", true);
    }
    return fields;
  }
}
