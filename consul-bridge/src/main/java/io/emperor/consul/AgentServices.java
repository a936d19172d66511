package io.emperor.consul;

import com.fasterxml.jackson.core.type.TypeReference;
import io.emperor.api.ConsulException;
import io.emperor.api.Health;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** The services that are registered with the agent. Every write here can be repeated. */
final class AgentServices {

  private static final TypeReference<Map<String, Found>> SERVICES = new TypeReference<>() {};
  private static final TypeReference<Map<String, FoundCheck>> CHECKS = new TypeReference<>() {};

  private final AgentHttp http;

  private record FoundCheck(String checkId, @Nullable String serviceId) {}

  /** A service as the agent lists it. */
  record Found(
      String id,
      String service,
      @Nullable List<String> tags,
      @Nullable Map<String, String> meta,
      @Nullable String address,
      int port) {

    boolean isOf(String emperor) {
      return meta != null && emperor.equals(meta.get("emperor"));
    }

    boolean matches(ServiceDefinition wanted) {
      return service.equals(wanted.name())
          && port == wanted.port()
          && (tags == null ? List.of() : tags).equals(wanted.tags())
          && (meta == null ? Map.of() : meta).equals(wanted.meta())
          && (address == null ? "" : address)
              .equals(wanted.address() == null ? "" : wanted.address());
    }
  }

  /** What the agent has: services by ID, and the IDs of checks. */
  record Listing(Map<String, Found> services, Set<String> checks) {

    boolean has(ServiceDefinition wanted) {
      Found found = services.get(wanted.id());
      return found != null && found.matches(wanted) && checks.contains(wanted.checkId());
    }
  }

  AgentServices(AgentHttp http) {
    this.http = http;
  }

  AgentAddress agent() {
    return http.agent();
  }

  Listing list() {
    Map<String, Found> services =
        http.read("listing the agent's services", http.url("agent", "services").build(), SERVICES);
    Map<String, FoundCheck> checks =
        http.read("listing the agent's checks", http.url("agent", "checks").build(), CHECKS);
    return new Listing(services, checks.keySet());
  }

  void register(ServiceDefinition definition, Health.Status status) {
    Map<String, Object> check = new HashMap<>();
    check.put("CheckID", definition.checkId());
    check.put("Name", "Health of " + definition.name());
    check.put("Notes", "Sent by the emperor, a third of the TTL apart");
    check.put("TTL", GoDuration.format(definition.ttl()));
    check.put("Status", word(status));
    check.put("DeregisterCriticalServiceAfter", GoDuration.format(definition.deregisterAfter()));
    Map<String, Object> body = new HashMap<>();
    body.put("ID", definition.id());
    body.put("Name", definition.name());
    body.put("Tags", definition.tags());
    body.put("Meta", definition.meta());
    body.put("Port", definition.port());
    body.put("Check", check);
    if (definition.address() != null) {
      body.put("Address", definition.address());
    }
    http.put(
        "registering service '" + definition.id() + "'",
        http.url("agent", "service", "register").build(),
        body);
  }

  void deregister(String id) {
    try {
      http.put(
          "deregistering service '" + id + "'",
          http.url("agent", "service", "deregister", id).build(),
          Map.of());
    } catch (ConsulException e) {
      // Newer agents say 404 for a service they do not have: then there is nothing to do.
      if (Failures.refusal(e).filter(refusal -> refusal.status() == 404).isEmpty()) {
        throw e;
      }
    }
  }

  void beat(ServiceDefinition definition, Health health) {
    HttpUrl url = http.url("agent", "check", "update", definition.checkId()).build();
    http.put(
        "the heartbeat of service '" + definition.id() + "'",
        url,
        Map.of("Status", word(health.status()), "Output", health.note()));
  }

  /** Whether a heartbeat failed because the agent does not know the check. */
  static boolean isUnknownCheck(ConsulException failure) {
    return Failures.refusal(failure)
        .filter(
            refusal ->
                refusal.status() == 404
                    || refusal.says("does not have associated TTL")
                    || refusal.says("nknown check"))
        .isPresent();
  }

  private static String word(Health.Status status) {
    return status.name().toLowerCase(Locale.ROOT);
  }
}
