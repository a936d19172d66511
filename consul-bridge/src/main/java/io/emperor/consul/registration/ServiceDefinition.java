package io.emperor.consul.registration;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a service is registered as. Immutable.
 *
 * @param id the service ID, unique within the agent
 * @param name the service's name
 * @param tags its tags, in the order they are registered in
 * @param meta its metadata; the bridge adds {@code emperor}, and log lines carry the value of
 *     {@code vassal}
 * @param address where it is reached, {@code null} for the agent's address
 * @param port 1 to 65535, or 0 for none
 * @param ttl the TTL of its check, at least 100 ms; a heartbeat goes out every third of it
 * @param deregisterAfter Consul removes the service when it was critical this long; at least one
 *     minute, as Consul takes no less
 */
public record ServiceDefinition(
    String id,
    String name,
    List<String> tags,
    Map<String, String> meta,
    @Nullable String address,
    int port,
    Duration ttl,
    Duration deregisterAfter) {

  private static final Duration SHORTEST_TTL = Duration.ofMillis(100);
  private static final Duration SHORTEST_DEREGISTER = Duration.ofMinutes(1);

  /**
   * Copies the collections.
   *
   * @throws IllegalArgumentException if a part can't be registered, with a message that names it
   */
  public ServiceDefinition {
    tags = List.copyOf(tags);
    meta = Collections.unmodifiableMap(new LinkedHashMap<>(meta));
    require(!id.isBlank(), "the service ID is blank");
    require(!name.isBlank(), "the name of service '" + id + "' is blank");
    require(
        port >= 0 && port <= 65_535,
        "the port of service '" + id + "' is " + port + ": not a port");
    require(
        ttl.compareTo(SHORTEST_TTL) >= 0,
        "the TTL of service '" + id + "' is " + ttl + ": shorter than " + SHORTEST_TTL);
    require(
        deregisterAfter.compareTo(SHORTEST_DEREGISTER) >= 0,
        "service '" + id + "' is to be removed after " + deregisterAfter + ": less than a minute");
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }

  /**
   * Whether a service with another ID would be the same one to Consul: its catalog compares IDs
   * without case, although its agents don't.
   *
   * @param other a service ID
   * @return whether the two can't be registered beside each other
   */
  public boolean isSameService(String other) {
    return folded(id).equals(folded(other));
  }

  /** An ID as the catalog compares it. */
  static String folded(String id) {
    return id.codePoints()
        .map(Character::toLowerCase)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  public String checkId() {
    return "service:" + id;
  }

  String checkName() {
    return "Health of " + name;
  }

  /** The name that log lines about this service carry. */
  String vassal() {
    return meta.getOrDefault("vassal", name);
  }

  ServiceDefinition withMeta(String key, String value) {
    Map<String, String> more = new LinkedHashMap<>(meta);
    more.put(key, value);
    return new ServiceDefinition(id, name, tags, more, address, port, ttl, deregisterAfter);
  }
}
