package io.emperor.vassal.step;

import io.emperor.api.Health;
import io.emperor.consul.ConsulBridge;
import io.emperor.consul.registration.Registration;
import io.emperor.consul.registration.ServiceDefinition;
import io.emperor.vassal.status.CheckOutput;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which vassals are in Consul's maintenance mode at an operator's word: through reloads and stops,
 * and when their files go and come back, until the emperor ends. Thread safe.
 */
public final class Maintenance {

  private final Map<String, String> reasons = new ConcurrentHashMap<>(); // by the vassal's name

  public boolean includes(String vassal) {
    return reasons.containsKey(vassal);
  }

  /**
   * Puts a vassal into it, or takes it out.
   *
   * @param reason what Consul shows for it
   * @param current what the vassal is registered by; {@code null} for nothing
   */
  public void change(
      String vassal, boolean enabled, String reason, @Nullable Registration current) {
    String shown = CheckOutput.of(reason);
    if (enabled) {
      reasons.put(vassal, shown);
    } else {
      reasons.remove(vassal);
    }
    if (current != null) {
      var unused = current.maintenance(enabled, shown);
    }
  }

  /** Registers a service of a vassal's, from the first moment as it is to be. */
  public Registration register(
      ConsulBridge consul, String vassal, ServiceDefinition definition, Health health) {
    String reason = reasons.get(vassal);
    return reason == null
        ? consul.register(definition, health)
        : consul.registerInMaintenance(definition, health, CheckOutput.of(reason));
  }
}
