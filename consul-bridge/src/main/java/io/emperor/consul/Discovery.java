package io.emperor.consul;

import com.orbitz.consul.model.health.HealthCheck;
import com.orbitz.consul.model.health.ServiceHealth;
import com.orbitz.consul.option.ImmutableQueryOptions;
import com.orbitz.consul.option.QueryOptions;
import io.emperor.api.Health;
import io.emperor.api.ServiceInstance;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads of services and their health, for apps. */
final class Discovery {

  private final OrbitzCalls calls;
  private final OrbitzClients clients;
  private final StaleViews views;
  private final com.orbitz.consul.option.ConsistencyMode mode;

  Discovery(OrbitzCalls calls, OrbitzClients clients, ConsistencyMode mode, StaleViews views) {
    this.views = views;
    this.calls = calls;
    this.clients = clients;
    this.mode =
        switch (mode) {
          case DEFAULT -> com.orbitz.consul.option.ConsistencyMode.DEFAULT;
          case CONSISTENT -> com.orbitz.consul.option.ConsistencyMode.CONSISTENT;
          case STALE -> com.orbitz.consul.option.ConsistencyMode.STALE;
        };
  }

  Map<String, Set<String>> services(@Nullable String dc) {
    ServicesIn question = new ServicesIn(dc);
    Map<String, Set<String>> known = views.find(question);
    return known != null
        ? known
        : views.ask(question, Function.identity(), () -> directServices(dc));
  }

  private Map<String, Set<String>> directServices(@Nullable String dc) {
    Map<String, List<String>> answer =
        calls.read(
            "services()", () -> clients.catalog().getServices(options(null, dc)).getResponse());
    return sorted(answer);
  }

  static Map<String, Set<String>> sorted(Map<String, List<String>> answer) {
    Map<String, Set<String>> services = new TreeMap<>();
    answer.forEach(
        (name, tags) -> services.put(name, Collections.unmodifiableSet(new TreeSet<>(tags))));
    return Collections.unmodifiableMap(services);
  }

  List<ServiceInstance> instances(@Nullable String tag, String name, @Nullable String dc) {
    InstancesOf question = new InstancesOf(tag, name, dc);
    Instances known = views.find(question);
    return known != null
        ? known.all()
        : views.ask(question, Instances::all, () -> directInstances(tag, name, dc));
  }

  private List<ServiceInstance> directInstances(
      @Nullable String tag, String name, @Nullable String dc) {
    String what = "service('" + name + "')";
    Names.checked(what, name);
    return calls
        .read(
            what,
            () -> clients.health().getAllServiceInstances(name, options(tag, dc)).getResponse())
        .stream()
        .map(Discovery::instance)
        .toList();
  }

  List<ServiceInstance> healthy(String name) {
    InstancesOf question = new InstancesOf(null, name, null);
    Instances known = views.find(question);
    return known != null
        ? known.healthy()
        : views.ask(question, Instances::healthy, () -> directHealthy(name));
  }

  private List<ServiceInstance> directHealthy(String name) {
    String what = "healthy('" + name + "')";
    Names.checked(what, name);
    return calls
        .read(
            what,
            () ->
                clients
                    .health()
                    .getHealthyServiceInstances(name, options(null, null))
                    .getResponse())
        .stream()
        .map(Discovery::instance)
        .toList();
  }

  private QueryOptions options(@Nullable String tag, @Nullable String dc) {
    ImmutableQueryOptions.Builder options = ImmutableQueryOptions.builder().consistencyMode(mode);
    if (tag != null) {
      options.addTag(tag);
    }
    if (dc != null) {
      options.datacenter(dc);
    }
    return options.build();
  }

  static ServiceInstance instance(ServiceHealth found) {
    String address = found.getService().getAddress();
    return new ServiceInstance(
        found.getService().getId(),
        found.getService().getService(),
        found.getNode().getNode(),
        address.isEmpty() ? found.getNode().getAddress() : address,
        found.getService().getPort(),
        new LinkedHashSet<>(found.getService().getTags()),
        found.getService().getMeta(),
        worst(found.getChecks()));
  }

  /** Of several that are equally bad the service's own check counts, not the node's. */
  private static Health worst(List<HealthCheck> checks) {
    return checks.stream()
        .max(
            Comparator.comparing((HealthCheck check) -> status(check))
                .thenComparing(
                    check -> check.getServiceId().filter(id -> !id.isEmpty()).isPresent()))
        .map(check -> new Health(status(check), note(check)))
        .orElse(Health.passing());
  }

  private static Health.Status status(HealthCheck check) {
    return switch (check.getStatus()) {
      case "passing" -> Health.Status.PASSING;
      case "warning" -> Health.Status.WARNING;
      default -> Health.Status.CRITICAL;
    };
  }

  /** Maintenance mode has no output; its reason stands in the notes. */
  private static String note(HealthCheck check) {
    String output = check.getOutput().orElse("");
    boolean maintenance =
        check.getCheckId().equals("_node_maintenance")
            || check.getCheckId().startsWith("_service_maintenance:");
    return output.isEmpty() && maintenance ? check.getNotes().orElse("") : output;
  }
}
