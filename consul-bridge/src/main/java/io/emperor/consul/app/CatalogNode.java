package io.emperor.consul.app;

import java.util.Objects;

/**
 * A node as the catalog has it.
 *
 * @param node its name
 */
public record CatalogNode(String node, String address) {
  public CatalogNode {
    Objects.requireNonNull(node, "Node");
    Objects.requireNonNull(address, "Address");
  }
}
