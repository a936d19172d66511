package io.emperor.consul.app;

import com.fasterxml.jackson.core.type.TypeReference;
import io.emperor.api.Health;
import io.emperor.api.ServiceInstance;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An instance of a service as Consul sends it with its health. The client library requires fields
 * that newer agents leave out: the port of a service that has none, for example.
 */
record FoundInstance(Node node, Service service, @Nullable List<Check> checks) {

  static final TypeReference<List<FoundInstance>> LIST = new TypeReference<>() {};

  FoundInstance {
    Objects.requireNonNull(node, "Node");
    Objects.requireNonNull(service, "Service");
    checks = checks == null ? null : List.copyOf(checks);
  }

  record Node(String node, @Nullable String address, @Nullable String datacenter) {

    Node {
      Objects.requireNonNull(node, "Node");
    }
  }

  record Service(
      String id,
      String service,
      @Nullable List<String> tags,
      @Nullable String address,
      @Nullable Map<String, String> meta,
      int port) {

    Service {
      Objects.requireNonNull(id, "ID");
      Objects.requireNonNull(service, "Service");
      tags = tags == null ? null : List.copyOf(tags);
    }
  }

  record Check(
      String checkId,
      String status,
      @Nullable String notes,
      @Nullable String output,
      @Nullable String serviceId) {

    Check {
      Objects.requireNonNull(checkId, "CheckID");
      Objects.requireNonNull(status, "Status");
    }

    Health.Status health() {
      return switch (status) {
        case "passing" -> Health.Status.PASSING;
        case "warning" -> Health.Status.WARNING;
        default -> Health.Status.CRITICAL;
      };
    }

    boolean isOfTheService() {
      return serviceId != null && !serviceId.isEmpty();
    }

    /** Maintenance mode has no output; its reason stands in the notes. */
    String note() {
      boolean maintenance =
          checkId.equals("_node_maintenance") || checkId.startsWith("_service_maintenance:");
      return orEmpty(maintenance && orEmpty(output).isEmpty() ? notes : output);
    }
  }

  ServiceInstance instance() {
    String own = orEmpty(service.address());
    return new ServiceInstance(
        service.id(),
        service.service(),
        node.node(),
        orEmpty(node.datacenter()),
        own.isEmpty() ? orEmpty(node.address()) : own,
        service.port(),
        new LinkedHashSet<>(service.tags() == null ? List.of() : service.tags()),
        service.meta() == null ? Map.of() : service.meta(),
        worst());
  }

  /** Of several that are equally bad the service's own check counts, not the node's. */
  private Health worst() {
    List<Check> all = checks == null ? List.of() : checks;
    return all.stream()
        .max(Comparator.comparing(Check::health).thenComparing(Check::isOfTheService))
        .map(check -> new Health(check.health(), check.note()))
        .orElse(Health.passing());
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
