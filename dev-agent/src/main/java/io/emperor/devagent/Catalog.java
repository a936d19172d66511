package io.emperor.devagent;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Nodes, their services and their checks. Under the store's lock. */
final class Catalog {

  private final Map<String, Node> nodes = byName();
  private final Map<String, Map<String, Service>> services = byName();
  private final Map<String, Map<String, Check>> checks = byName();
  private final CatalogIndexes indexes = new CatalogIndexes();
  private final State state;

  Catalog(State state) {
    this.state = state;
  }

  /** The catalog takes no notice of case. */
  private static <T> Map<String, T> byName() {
    return new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  }

  CatalogIndexes indexes() {
    return indexes;
  }

  Collection<Node> nodes() {
    return nodes.values();
  }

  @Nullable Node node(String name) {
    return nodes.get(name);
  }

  Collection<Service> servicesOf(String node) {
    return services.getOrDefault(node, Map.of()).values();
  }

  @Nullable Service service(String node, String id) {
    return services.getOrDefault(node, Map.of()).get(id);
  }

  List<Service> services() {
    return services.values().stream().flatMap(of -> of.values().stream()).toList();
  }

  List<Service> servicesNamed(String name) {
    return services.values().stream()
        .flatMap(of -> of.values().stream())
        .filter(service -> service.name().equalsIgnoreCase(name))
        .toList();
  }

  Collection<Check> checksOf(String node) {
    return checks.getOrDefault(node, Map.of()).values();
  }

  @Nullable Check check(String node, String id) {
    return checks.getOrDefault(node, Map.of()).get(id);
  }

  List<Check> checks() {
    return checks.values().stream().flatMap(of -> of.values().stream()).toList();
  }

  void ensureNode(long index, Node wanted) {
    Node old = nodes.get(wanted.name());
    if (old != null && old.hasSameContent(wanted)) {
      return;
    }
    Node node = wanted.at(old == null ? index : old.createIndex(), index);
    nodes.put(wanted.name(), node);
    state.room().change(Weight.of(node) - Weight.of(old));
    indexes.nodesChanged(index);
    touchServicesOf(wanted.name(), index);
    changed(Changes.Topic.NODES);
  }

  void ensureService(long index, Service wanted) {
    Map<String, Service> of = services.computeIfAbsent(wanted.node(), node -> byName());
    Service old = of.get(wanted.id());
    if (old != null && old.hasSameContent(wanted)) {
      return;
    }
    Service service = wanted.at(old == null ? index : old.createIndex(), index);
    of.put(wanted.id(), service);
    state.room().change(Weight.of(service) - Weight.of(old));
    if (old != null && !old.name().equalsIgnoreCase(wanted.name())) {
      instanceGone(index, old.name());
    }
    indexes.servicesChanged(index);
    indexes.serviceChanged(wanted.name(), index);
    changed(Changes.Topic.SERVICES);
  }

  /**
   * Sets a check.
   *
   * @param wanted of a node and a service that are there
   */
  void ensureCheck(long index, Check wanted) {
    Check check = wanted;
    if (!wanted.serviceId().isEmpty()) {
      Service service = service(wanted.node(), wanted.serviceId());
      check = service == null ? wanted : wanted.of(service);
    }
    Map<String, Check> of = checks.computeIfAbsent(check.node(), node -> byName());
    Check old = of.get(check.id());
    if (check.isCritical()) {
      state.sessions().endByCheck(index, check.node(), check.id());
    }
    if (old == null || !old.hasSameContent(check)) {
      Check next = check.at(old == null ? index : old.createIndex(), index);
      of.put(check.id(), next);
      state.room().change(Weight.of(next) - Weight.of(old));
      checkChanged(index, check);
    }
  }

  private void checkChanged(long index, Check check) {
    indexes.checksChanged(index);
    if (check.serviceId().isEmpty()) {
      touchServicesOf(check.node(), index);
    } else {
      indexes.serviceChanged(check.serviceName(), index);
    }
    changed(Changes.Topic.CHECKS);
  }

  void deleteCheck(long index, String node, String id) {
    Map<String, Check> of = checks.getOrDefault(node, Map.of());
    Check check = of.get(id);
    if (check != null) {
      of.remove(id);
      state.room().change(-Weight.of(check));
      checkChanged(index, check);
      state.sessions().endByCheck(index, node, id);
    }
  }

  void deleteService(long index, String node, String id) {
    Map<String, Service> of = services.getOrDefault(node, Map.of());
    Service service = of.get(id);
    if (service == null) {
      return;
    }
    for (Check check : List.copyOf(checksOf(node))) {
      if (check.serviceId().equals(id)) {
        deleteCheck(index, node, check.id());
      }
    }
    of.remove(id);
    state.room().change(-Weight.of(service));
    indexes.servicesChanged(index);
    instanceGone(index, service.name());
    changed(Changes.Topic.SERVICES);
  }

  private void instanceGone(long index, String name) {
    if (servicesNamed(name).isEmpty()) {
      indexes.serviceGone(name, index);
    } else {
      indexes.serviceChanged(name, index);
    }
  }

  void deleteNode(long index, String name) {
    if (nodes.containsKey(name)) {
      List.copyOf(servicesOf(name)).forEach(service -> deleteService(index, name, service.id()));
      List.copyOf(checksOf(name)).forEach(check -> deleteCheck(index, name, check.id()));
      state.room().change(-Weight.of(nodes.remove(name)));
      services.remove(name);
      checks.remove(name);
      indexes.nodesChanged(index);
      state.sessions().endByNode(index, name);
      changed(Changes.Topic.NODES);
    }
  }

  private void touchServicesOf(String node, long index) {
    servicesOf(node).forEach(service -> indexes.serviceChanged(service.name(), index));
  }

  private void changed(Changes.Topic topic) {
    state.changes().add(topic);
  }
}
