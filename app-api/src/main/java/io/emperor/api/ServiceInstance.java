package io.emperor.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * One instance of a service as Consul knew it when it was asked. Immutable.
 *
 * @param id the service ID, unique within its agent
 * @param name the service's name
 * @param node the name of the node it is registered on
 * @param datacenter the datacenter of that node; empty if it is not known
 * @param address where it is reached: its own address, or the node's if it has none
 * @param port the port it is reached at; 0 for a worker without one
 * @param tags its tags, in the order of registration
 * @param meta its metadata
 * @param health the worst of its own checks and its node's, with that check's output as the note;
 *     passing when there is no check
 */
public record ServiceInstance(
    String id,
    String name,
    String node,
    String datacenter,
    String address,
    int port,
    Set<String> tags,
    Map<String, String> meta,
    Health health) {

  /** One whose datacenter is not known. */
  public ServiceInstance(
      String id,
      String name,
      String node,
      String address,
      int port,
      Set<String> tags,
      Map<String, String> meta,
      Health health) {
    this(id, name, node, "", address, port, tags, meta, health);
  }

  /** Copies the collections, keeping their order. */
  public ServiceInstance {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(node, "node");
    Objects.requireNonNull(datacenter, "datacenter");
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(health, "health");
    tags = Collections.unmodifiableSet(new LinkedHashSet<>(tags));
    meta = Collections.unmodifiableMap(new LinkedHashMap<>(meta));
  }
}
