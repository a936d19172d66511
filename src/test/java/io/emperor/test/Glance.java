package io.emperor.test;

import java.util.Map;
import java.util.Optional;

/**
 * Everything that one agent had at one moment.
 *
 * @param nanos when, as {@link System#nanoTime}
 * @param agent the agent's name
 * @param services its services by ID
 */
record Glance(long nanos, String agent, Map<String, Sighting> services) {

  Optional<Sighting> of(String service) {
    return Optional.ofNullable(services.get(service));
  }
}
