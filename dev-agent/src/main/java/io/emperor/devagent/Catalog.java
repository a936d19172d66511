package io.emperor.devagent;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Nodes, their services and their checks. Under the store's lock. */
final class Catalog {

  private final Map<String, Node> nodes = byName();
  private final Map<String, Grouped<Service>> services = byName();
  private final Map<String, Grouped<Check>> checks = byName();
  private final CatalogIndexes indexes = new CatalogIndexes();
  private final State state;

  Catalog(State state) {
    this.state = state;
  }

  /** The catalog takes no notice of case. */
  private static <T> Map<String, T> byName() {
    return new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  }

  private static <T> Grouped<T> grouped(Function<T, String> group) {
    return new Grouped<>(String.CASE_INSENSITIVE_ORDER, group);
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
    return servicesOn(node).all();
  }

  private Grouped<Service> servicesOn(String node) {
    Grouped<Service> of = services.get(node);
    return of == null ? grouped(Service::name) : of;
  }

  @Nullable Service service(String node, String id) {
    return servicesOn(node).get(id);
  }

  List<Service> services() {
    return services.values().stream().flatMap(of -> of.all().stream()).toList();
  }

  List<Service> servicesNamed(String name) {
    return services.values().stream().flatMap(of -> of.of(name).stream()).toList();
  }

  Collection<Check> checksOf(String node) {
    return checksOn(node).all();
  }

  /** The checks of one service, or those of the node by an empty ID. */
  List<Check> checksOf(String node, String service) {
    return checksOn(node).of(service);
  }

  private Grouped<Check> checksOn(String node) {
    Grouped<Check> of = checks.get(node);
    return of == null ? grouped(Check::serviceId) : of;
  }

  @Nullable Check check(String node, String id) {
    return checksOn(node).get(id);
  }

  List<Check> checks() {
    return checks.values().stream().flatMap(of -> of.all().stream()).toList();
  }

  void ensureNode(long index, Node wanted) {
    Node old = nodes.get(wanted.name());
    if (old != null && old.hasSameContent(wanted)) {
      return;
    }
    nodes.put(wanted.name(), wanted.at(old == null ? index : old.createIndex(), index));
    indexes.nodesChanged(index);
    touchServicesOf(wanted.name(), index);
    changed(Changes.Topic.NODES);
  }

  void ensureService(long index, Service wanted) {
    Grouped<Service> of = services.computeIfAbsent(wanted.node(), node -> grouped(Service::name));
    Service old = of.get(wanted.id());
    if (old != null && old.hasSameContent(wanted)) {
      return;
    }
    of.put(wanted.id(), wanted.at(old == null ? index : old.createIndex(), index));
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
    Grouped<Check> of = checks.computeIfAbsent(check.node(), node -> grouped(Check::serviceId));
    Check old = of.get(check.id());
    if (check.isCritical()) {
      state.sessions().endByCheck(index, check.node(), check.id());
    }
    if (old == null || !old.hasSameContent(check)) {
      of.put(check.id(), check.at(old == null ? index : old.createIndex(), index));
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
    Check check = checksOn(node).remove(id);
    if (check != null) {
      checkChanged(index, check);
      state.sessions().endByCheck(index, node, id);
    }
  }

  void deleteService(long index, String node, String id) {
    Service service = servicesOn(node).remove(id);
    if (service == null) {
      return;
    }
    checksOf(node, id).forEach(check -> deleteCheck(index, node, check.id()));
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
      nodes.remove(name);
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
