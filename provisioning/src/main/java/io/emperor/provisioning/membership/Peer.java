package io.emperor.provisioning.membership;

import java.util.Map;

/**
 * A member of a serf cluster that is alive.
 *
 * @param name as serf has it: any text
 * @param address its IP address
 * @param tags what it says of itself: {@code products}, and for each of them {@code
 *     PRODUCT.service_type} and {@code PRODUCT.SERVICE.service_port}; {@code :} stands between
 *     several values of one
 */
public record Peer(String name, String address, Map<String, String> tags) {

  public Peer {
    tags = Map.copyOf(tags);
  }
}
