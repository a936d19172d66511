package io.emperor.consul.registration;

import io.emperor.consul.settings.AgentAddress;
import java.util.List;
import java.util.Map;

/**
 * A service as its agent shows it. The maps hold what Consul's JSON does, by Consul's names: text,
 * numbers, booleans, lists and maps.
 *
 * @param agent who was asked
 * @param status {@code passing}, {@code warning}, {@code critical} or {@code maintenance}: the
 *     worst of all checks; {@code absent} if the agent does not have the service
 * @param service the registration; empty if the agent does not have it
 * @param checks the checks of the service and of its node, which count for it as well
 */
public record SeenService(
    AgentAddress agent,
    String status,
    Map<String, Object> service,
    List<Map<String, Object>> checks) {

  static SeenService absent(AgentAddress agent) {
    return new SeenService(agent, "absent", Map.of(), List.of());
  }
}
