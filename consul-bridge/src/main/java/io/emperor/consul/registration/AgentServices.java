package io.emperor.consul.registration;

import com.fasterxml.jackson.core.type.TypeReference;
import io.emperor.api.ConsulException;
import io.emperor.api.ConsulException.Applied;
import io.emperor.api.ConsulException.Kind;
import io.emperor.api.Health;
import io.emperor.consul.http.AgentHttp;
import io.emperor.consul.http.AgentHttp.Answer;
import io.emperor.consul.http.Failures;
import io.emperor.consul.settings.AgentAddress;
import io.emperor.consul.settings.ConsulDuration;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** The services that are registered with the agent. Every write here can be repeated. */
public final class AgentServices {

  private static final TypeReference<Map<String, Found>> SERVICES = new TypeReference<>() {};
  private static final TypeReference<Found> SERVICE = new TypeReference<>() {};
  private static final TypeReference<Map<String, FoundCheck>> CHECKS = new TypeReference<>() {};

  private static final TypeReference<Seen> SEEN = new TypeReference<>() {};
  private static final TypeReference<Self> SELF = new TypeReference<>() {};

  private final AgentHttp http;
  private final HeartbeatClient beats;

  record Self(Config config) {

    Self {
      Objects.requireNonNull(config, "Config");
    }
  }

  record Seen(
      String aggregatedStatus,
      @Nullable Map<String, Object> service,
      @Nullable List<Map<String, Object>> checks) {

    Seen {
      Objects.requireNonNull(aggregatedStatus, "AggregatedStatus");
      checks = checks == null ? null : List.copyOf(checks);
    }

    SeenService at(AgentAddress agent) {
      return new SeenService(
          agent,
          aggregatedStatus,
          service == null ? Map.of() : service,
          checks == null ? List.of() : checks);
    }
  }

  private record Config(@Nullable String nodeId) {}

  /** A check as the agent lists it; agents before 1.7 tell no type. */
  public record FoundCheck(
      @Nullable String node,
      String name,
      String status,
      @Nullable String serviceId,
      @Nullable String type) {

    public FoundCheck {
      Objects.requireNonNull(name, "Name");
      Objects.requireNonNull(status, "Status");
    }

    public boolean matches(ServiceDefinition wanted) {
      return name.equals(wanted.checkName())
          && wanted.id().equals(serviceId)
          && (type == null || type.isEmpty() || type.equals("ttl"));
    }
  }

  /** A service as the agent lists it. */
  public record Found(
      String id,
      String service,
      @Nullable List<String> tags,
      @Nullable Map<String, String> meta,
      @Nullable String address,
      int port) {

    public Found {
      Objects.requireNonNull(id, "ID");
      Objects.requireNonNull(service, "Service");
    }

    /** The name of the emperor that registered it, if one did. */
    @Nullable String emperor() {
      return meta == null ? null : meta.get("emperor");
    }

    boolean isOf(String emperor) {
      return emperor.equals(emperor());
    }

    public boolean matches(ServiceDefinition wanted) {
      return service.equals(wanted.name())
          && port == wanted.port()
          && (tags == null ? List.of() : tags).equals(wanted.tags())
          && (meta == null ? Map.of() : meta).equals(wanted.meta())
          && (address == null ? "" : address)
              .equals(wanted.address() == null ? "" : wanted.address());
    }
  }

  /**
   * What the agent has: services by service ID, and checks by check ID.
   *
   * @param isFiltered whether it left out what the token may not see
   */
  public record Listing(
      Map<String, Found> services, Map<String, FoundCheck> checks, boolean isFiltered) {

    /** What the agent's node is called, if there is a check to read it from. */
    public Optional<String> node() {
      return checks.values().stream().map(FoundCheck::node).filter(Objects::nonNull).findAny();
    }

    /** Whether the agent may have a service that is not listed. */
    boolean mayHide(String serviceId) {
      return isFiltered && !services.containsKey(serviceId);
    }

    boolean has(ServiceDefinition wanted) {
      Found found = services.get(wanted.id());
      FoundCheck check = checks.get(wanted.checkId());
      return found != null && found.matches(wanted) && check != null && check.matches(wanted);
    }

    /** Whether the service is in maintenance mode, whoever has set that. */
    boolean isMaintained(String serviceId) {
      return checks.containsKey("_service_maintenance:" + serviceId);
    }

    /** Whether the check has the status that was sent. */
    public boolean shows(ServiceDefinition wanted, Health.@Nullable Status sent) {
      FoundCheck check = checks.get(wanted.checkId());
      return sent == null || check == null || check.status().equals(word(sent));
    }
  }

  public AgentServices(AgentHttp http, HeartbeatClient beats) {
    this.http = http;
    this.beats = beats;
  }

  /**
   * Which agent this is, however it is reached; blank if it does not say.
   *
   * @throws ConsulException also of kind {@code FORBIDDEN}, if the token lacks agent:read
   */
  public String nodeId() {
    HttpUrl url = http.url("agent", "self").build();
    Config config = http.read("looking up the agent's node ID", url, SELF).config();
    return config.nodeId() == null ? "" : config.nodeId();
  }

  public Listing list() {
    Answer<Map<String, Found>> services =
        http.ask(
            "listing the agent's services",
            http.url("agent", "services").build(),
            AgentServices::services);
    Answer<Map<String, FoundCheck>> checks =
        http.ask(
            "listing the agent's checks",
            http.url("agent", "checks").build(),
            AgentServices::checks);
    return new Listing(
        services.value(), checks.value(), services.isFiltered() || checks.isFiltered());
  }

  public static Map<String, Found> services(byte[] body) throws IOException {
    return Map.copyOf(AgentHttp.JSON.readValue(body, SERVICES));
  }

  public static Map<String, FoundCheck> checks(byte[] body) throws IOException {
    return Map.copyOf(AgentHttp.JSON.readValue(body, CHECKS));
  }

  /**
   * Makes sure that a service ID can be used.
   *
   * @param ours whether this agent has confirmed a registration of the ID: then a service without
   *     an emperor's name is ours, changed by hand
   * @throws ConsulException of kind {@code CONFLICT} if the ID is somebody else's
   */
  public void claim(String id, String owner, boolean ours) {
    find(id)
        .filter(found -> !found.isOf(owner) && !(ours && found.emperor() == null))
        .ifPresent(
            found -> {
              throw taken(found);
            });
  }

  void register(ServiceDefinition definition, Health.Status status) {
    Map<String, Object> check = new HashMap<>();
    check.put("CheckID", definition.checkId());
    check.put("Name", definition.checkName());
    check.put("Notes", "Sent by the emperor, a third of the TTL apart");
    check.put("TTL", ConsulDuration.format(definition.ttl()));
    check.put("Status", word(status));
    check.put(
        "DeregisterCriticalServiceAfter", ConsulDuration.format(definition.deregisterAfter()));
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

  private ConsulException taken(Found found) {
    String by =
        found.emperor() == null ? "by no emperor" : "by the emperor '" + found.emperor() + "'";
    return new ConsulException(
        Kind.CONFLICT,
        Applied.NO,
        "the agent at %s has a service with this ID already, registered %s; deregister it or choose another consul-service-id"
            .formatted(http.agents(), by),
        null);
  }

  /** Removes a service, if it is there and the owner's; {@code false} if not. */
  public boolean deregister(String id, String owner) {
    if (find(id).filter(found -> found.isOf(owner)).isEmpty()) {
      return false;
    }
    HttpUrl url = http.url("agent", "service", "deregister", id).build();
    try {
      http.put("deregistering service '" + id + "'", url, Map.of());
      return true;
    } catch (ConsulException e) {
      if (isUnknown(e)) {
        return false; // somebody else was quicker
      }
      throw e;
    }
  }

  /**
   * Whether the agent has a service, be it left out of lists.
   *
   * @throws ConsulException of kind {@code FORBIDDEN} if it has one that the token may not see
   */
  boolean has(String id) {
    return find(id).isPresent();
  }

  /** A service with all its checks, as the agent shows it. */
  public SeenService seen(AgentAddress agent, String id) {
    HttpUrl url = http.url("agent", "health", "service", "id", id).build();
    return http.findHealth("looking at service '" + id + "'", url, SEEN)
        .map(seen -> seen.at(agent))
        .orElseGet(() -> SeenService.absent(agent));
  }

  private Optional<Found> find(String id) {
    return http.find(
        "looking up service '" + id + "'", http.url("agent", "service", id).build(), SERVICE);
  }

  /**
   * Puts a service into maintenance mode or takes it out. Consul keeps the reason that it was given
   * first.
   */
  void maintain(String id, boolean enabled, String reason) {
    HttpUrl.Builder url = http.url("agent", "service", "maintenance", id);
    url.addQueryParameter("enable", String.valueOf(enabled));
    if (enabled && !reason.isBlank()) {
      url.addQueryParameter("reason", reason);
    }
    http.put("the maintenance mode of service '" + id + "'", url.build(), Map.of());
  }

  /** The heartbeat of a service, for {@link #beat}. */
  HeartbeatRequest message(ServiceDefinition definition, Health health) {
    HttpUrl url = http.url("agent", "check", "update", definition.checkId()).build();
    return new HeartbeatRequest(
        health,
        "the heartbeat of service '" + definition.id() + "'",
        url.encodedPath(),
        AgentHttp.json(Map.of("Status", word(health.status()), "Output", health.note())));
  }

  void beat(HeartbeatRequest message) {
    beats.put(message);
  }

  /** Whether a write failed because the agent does not know the service or the check. */
  static boolean isUnknown(ConsulException failure) {
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
