package io.emperor.provisioning.membership;

import java.util.ArrayList;
import java.util.List;

/**
 * Names of hosts for services, as serf-handler gives them: four for each, {@code
 * svc-PRODUCT-SERVICE-0} to {@code -3}, which go round its instances. An address, a tab and a name
 * are a line; products and services are sorted. Members' names are not in it, and an address of
 * IPv6 has no brackets.
 */
final class HostLines {

  private static final int NAMES = 4;

  private HostLines() {}

  /** The lines without their ends. */
  static List<String> of(Products products) {
    List<String> lines = new ArrayList<>();
    products
        .services()
        .forEach(
            (product, services) ->
                services.forEach(
                    (service, instances) -> {
                      for (int i = 0; i < NAMES; i++) {
                        IpAddress address = instances.get(i % instances.size()).address();
                        lines.add(address + "\tsvc-" + product + "-" + service + "-" + i);
                      }
                    }));
    return lines;
  }
}
