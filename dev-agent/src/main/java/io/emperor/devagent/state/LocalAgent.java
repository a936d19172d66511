package io.emperor.devagent.state;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.emperor.devagent.base.AgentIdentity;
import io.emperor.devagent.base.HttpError;
import io.emperor.devagent.base.LockedTimer;
import io.emperor.devagent.golang.GoPattern;
import io.emperor.devagent.golang.GoText;
import io.emperor.devagent.model.Check;
import io.emperor.devagent.model.Service;
import io.emperor.devagent.probe.ProbePlan;
import io.emperor.devagent.probe.Prober;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The agent's own services and checks. Under the store's lock. */
public final class LocalAgent {

  /** The check that stands for a node in maintenance. */
  public static final String NODE_MAINTENANCE = "_node_maintenance";

  /** What the check that stands for a service in maintenance begins with. */
  public static final String SERVICE_MAINTENANCE = "_service_maintenance:";

  private static final int MOST_OUTPUT = 4096;

  private final Map<String, Service> services = new TreeMap<>();
  private final Grouped<LocalCheck> checks =
      new Grouped<>(Comparator.naturalOrder(), local -> local.check().serviceId());
  private final State state;
  private final String node;
  private final InstantSource clock;
  private final LockedTimer timer;
  private final Prober prober;
  private final LocalSync sync;

  LocalAgent(
      State state, AgentIdentity self, InstantSource clock, LockedTimer timer, Prober prober) {
    this.state = state;
    this.node = self.nodeName();
    this.clock = clock;
    this.timer = timer;
    this.prober = prober;
    sync = new LocalSync(this, state, self, timer);
  }

  public Collection<Service> services() {
    return services.values();
  }

  public @Nullable Service service(String id) {
    return services.get(id);
  }

  public Collection<LocalCheck> localChecks() {
    return checks.all();
  }

  public @Nullable LocalCheck localCheck(String id) {
    return checks.get(id);
  }

  public List<Check> checks() {
    return checks.all().stream().map(LocalCheck::check).toList();
  }

  /** The checks of one service, or those of the node by an empty ID. */
  public List<LocalCheck> checksOf(String service) {
    return checks.of(service);
  }

  public boolean hasService(GoPattern name, GoPattern tag) {
    return services.values().stream()
        .filter(service -> name.isFoundIn(service.name()))
        .anyMatch(service -> tag.isEmpty() || service.tagList().stream().anyMatch(tag::isFoundIn));
  }

  public void register(ServiceRequest request, boolean replacesChecks) {
    Service service = request.service();
    services.put(service.id(), service);
    Map<String, LocalCheck> before = new HashMap<>();
    Set<String> wanted = new HashSet<>();
    List<CheckRequest> all = request.checks();
    for (int i = 0; i < all.size(); i++) {
      CheckRequest check = all.get(i);
      String id = check.id();
      if (id.isEmpty()) {
        id = "service:" + service.id() + (all.size() > 1 ? ":" + (i + 1) : "");
      }
      String name =
          check.name().isEmpty() ? "Service '" + service.name() + "' check" : check.name();
      LocalCheck known = checks.get(id);
      if (wanted.add(id) && known != null) {
        before.put(id, known);
      }
      put(check, check.check(node, id, name).of(service), before.get(id));
    }
    List<String> replaced =
        replacesChecks
            ? checksOf(service.id()).stream()
                .map(local -> local.check().id())
                .filter(id -> !wanted.contains(id))
                .toList()
            : List.of();
    replaced.forEach(this::forget);
    sync.registered(service.id(), wanted);
    replaced.forEach(id -> state.catalog().deleteCheck(state.next(), node, id));
    changed();
  }

  /**
   * Registers a check.
   *
   * @throws HttpError if its service is not there
   */
  public void register(CheckRequest request) {
    Check check = request.check(node, request.id(), request.name());
    if (!request.serviceId().isEmpty()) {
      Service service = services.get(request.serviceId());
      if (service == null) {
        throw HttpError.refused(
            "ServiceID " + GoText.quote(request.serviceId()) + " does not exist");
      }
      check = check.of(service);
    }
    put(request, check, checks.get(check.id()));
    sync.registered(check.id());
    changed();
  }

  /** One that is there already goes on with what it says. */
  private void put(CheckRequest request, Check check, @Nullable LocalCheck before) {
    Check next =
        before == null ? check : check.with(before.check().status(), before.check().output());
    forget(check.id());
    LocalCheck local =
        new LocalCheck(next, request.ttl(), request.deregisterAfter(), request.outputMaxSize());
    local.set(next, clock.instant());
    checks.put(next.id(), local);
    restart(local);
    ProbePlan plan = request.plan();
    if (plan != null) {
      local.begin(
          new CheckRunner(
              plan, prober, timer, found -> set(local, found.status(), found.output())));
    }
  }

  private void restart(LocalCheck local) {
    local.restart(timer, () -> expire(local));
  }

  private void expire(LocalCheck local) {
    String last = local.check().output();
    String output =
        last.isEmpty()
            ? "TTL expired"
            : "TTL expired (last output before timeout follows): " + last;
    set(local, Check.CRITICAL, output);
  }

  /**
   * Tells what a TTL check has to say.
   *
   * @throws HttpError if there is no such check
   */
  public void update(String id, String status, String output) {
    LocalCheck local = checks.get(id);
    if (local == null || !local.hasTtl()) {
      throw HttpError.refused("CheckID " + GoText.quote(id) + " does not have associated TTL");
    }
    restart(local);
    set(local, status, local.cut(output));
  }

  private void set(LocalCheck local, String status, String output) {
    Check before = local.check();
    Check next = before.with(status, output);
    if (!next.equals(before)) {
      local.set(next, clock.instant());
      sync.check(next.id());
      changed();
    }
  }

  public void deregisterService(String id) {
    if (services.remove(id) != null) {
      checksOf(id).forEach(local -> forget(local.check().id()));
      state.catalog().deleteService(state.next(), node, id);
      changed();
    }
  }

  public void deregisterCheck(String id) {
    if (checks.get(id) != null) {
      forget(id);
      state.catalog().deleteCheck(state.next(), node, id);
      changed();
    }
  }

  private void forget(String check) {
    LocalCheck local = checks.remove(check);
    if (local != null) {
      local.stop();
    }
  }

  /** Puts the node, or one of its services, into maintenance. */
  public void maintain(String id, String name, @Nullable Service service, String reason) {
    if (checks.get(id) != null) {
      return;
    }
    Check check =
        new Check(
            node,
            id,
            name,
            Check.CRITICAL,
            reason,
            "",
            "",
            "",
            null,
            "maintenance",
            JsonNodeFactory.instance.objectNode(),
            0,
            0);
    Check ofService = service == null ? check : check.of(service);
    checks.put(id, new LocalCheck(ofService, Duration.ZERO, Duration.ZERO, MOST_OUTPUT));
    sync.check(id);
    changed();
  }

  /** Deregisters services whose checks were critical for too long. */
  void reap() {
    List<String> due = new ArrayList<>();
    for (LocalCheck local : checks.all()) {
      if (local.isDue(clock.instant())) {
        due.add(local.check().serviceId());
      }
    }
    due.forEach(this::deregisterService);
  }

  /** Makes the catalog say about this node what the agent knows. */
  void syncAll() {
    sync.all();
  }

  private void changed() {
    state.changes().add(Changes.Topic.LOCAL);
  }
}
