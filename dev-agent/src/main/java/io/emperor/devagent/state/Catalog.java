package io.emperor.devagent.state;

import io.emperor.devagent.base.HttpError;
import io.emperor.devagent.base.SizeEstimate;
import io.emperor.devagent.base.Uuids;
import io.emperor.devagent.model.Check;
import io.emperor.devagent.model.Node;
import io.emperor.devagent.model.Service;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Nodes, their services and their checks. Under the store's lock. */
public final class Catalog {

  private final Grouped<Node> nodes = grouped(Node::id);
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

  public CatalogIndexes indexes() {
    return indexes;
  }

  public Collection<Node> nodes() {
    return nodes.all();
  }

  public @Nullable Node node(String name) {
    return nodes.get(name);
  }

  public Collection<Service> servicesOf(String node) {
    return servicesOn(node).all();
  }

  private Grouped<Service> servicesOn(String node) {
    Grouped<Service> of = services.get(node);
    return of == null ? grouped(Service::name) : of;
  }

  @Nullable Service service(String node, String id) {
    return servicesOn(node).get(id);
  }

  public List<Service> services() {
    return services.values().stream().flatMap(of -> of.all().stream()).toList();
  }

  public List<Service> servicesNamed(String name) {
    return services.values().stream().flatMap(of -> of.of(name).stream()).toList();
  }

  Collection<Check> checksOf(String node) {
    return checksOn(node).all();
  }

  /** The checks of one service, or those of the node by an empty ID. */
  public List<Check> checksOf(String node, String service) {
    return checksOn(node).of(service);
  }

  private Grouped<Check> checksOn(String node) {
    Grouped<Check> of = checks.get(node);
    return of == null ? grouped(Check::serviceId) : of;
  }

  @Nullable Check check(String node, String id) {
    return checksOn(node).get(id);
  }

  public List<Check> checks() {
    return checks.values().stream().flatMap(of -> of.all().stream()).toList();
  }

  /** The node that is called so, or whose ID begins so and no other's. */
  public @Nullable Node nodeOrId(String nameOrId) {
    Node named = nodes.get(nameOrId);
    String digits = named == null ? Uuids.prefix(nameOrId) : "";
    if (digits.isEmpty()) {
      return named;
    }
    List<Node> all =
        nodes.all().stream().filter(n -> Uuids.digits(n.id()).startsWith(digits)).toList();
    return all.size() == 1 ? all.get(0) : null;
  }

  public @Nullable Node nodeWithId(String id) {
    return id.isEmpty() ? null : nodes.of(id).stream().findFirst().orElse(null);
  }

  /**
   * Sets a node. One that has its ID under another name is renamed, without what it had.
   *
   * @throws HttpError if the name is another's
   */
  public void ensureNode(long index, Node wanted) {
    Node same = nodeWithId(wanted.id());
    NodeNames.require(this, wanted, same);
    if (same != null && !same.name().equals(wanted.name())) {
      deleteNode(index, same.name());
    }
    Node old = same == null ? nodes.get(wanted.name()) : same;
    if (old != null && old.hasSameContent(wanted)) {
      return;
    }
    Node node = wanted.at(old == null ? index : old.createIndex(), index);
    state.limit().change(SizeEstimate.of(node) - SizeEstimate.of(nodes.get(wanted.name())));
    nodes.put(wanted.name(), node);
    indexes.nodesChanged(index);
    touchServicesOf(wanted.name(), index);
    changed(Changes.Topic.NODES);
    changed(Changes.Topic.NODE, wanted.name());
  }

  public void ensureService(long index, Service wanted) {
    Grouped<Service> of = services.computeIfAbsent(wanted.node(), node -> grouped(Service::name));
    Service old = of.get(wanted.id());
    if (old != null && old.hasSameContent(wanted)) {
      return;
    }
    Service service = wanted.at(old == null ? index : old.createIndex(), index);
    of.put(wanted.id(), service);
    state.limit().change(SizeEstimate.of(service) - SizeEstimate.of(old));
    indexes.servicesChanged(index);
    indexes.serviceSet(wanted.name(), index);
    serviceChanged(wanted.name(), index);
    if (old != null && !old.name().equalsIgnoreCase(wanted.name())) {
      indexes.serviceAbandoned(old.name(), this::hasService);
      serviceChanged(old.name(), index);
    }
    changed(Changes.Topic.SERVICES);
    changed(Changes.Topic.NODE, wanted.node());
  }

  /**
   * Sets a check.
   *
   * @param wanted of a node and a service that are there
   */
  public void ensureCheck(long index, Check wanted) {
    Check check = wanted;
    if (!wanted.serviceId().isEmpty()) {
      Service service = service(wanted.node(), wanted.serviceId());
      check = service == null ? wanted : wanted.of(wanted.serviceId(), service);
    }
    Grouped<Check> of = checks.computeIfAbsent(check.node(), node -> grouped(Check::serviceId));
    Check old = of.get(check.id());
    if (check.isCritical()) {
      state.sessions().endByCheck(index, check.node(), check.id());
    }
    if (old == null || !old.hasSameContent(check)) {
      Check next = check.at(old == null ? index : old.createIndex(), index);
      of.put(check.id(), next);
      state.limit().change(SizeEstimate.of(next) - SizeEstimate.of(old));
      checkChanged(index, check);
      if (old != null) {
        wakeChecks(old);
      }
    } else {
      // A check that says nothing new is written all the same, and who waits for checks hears it.
      indexes.checksChanged(index);
      wakeChecks(old);
    }
  }

  private void checkChanged(long index, Check check) {
    indexes.checksChanged(index);
    if (check.serviceId().isEmpty()) {
      touchServicesOf(check.node(), index);
    } else {
      touchService(check.serviceName(), index);
    }
    wakeChecks(check);
  }

  private void wakeChecks(Check check) {
    changed(Changes.Topic.CHECKS);
    changed(Changes.Topic.CHECKS_OF_NODE, check.node());
    changed(Changes.Topic.CHECKS_OF_SERVICE, check.serviceName());
    changed(Changes.Topic.CHECKS_IN_STATE, check.status());
  }

  public void deleteCheck(long index, String node, String id) {
    Check check = checksOn(node).remove(id);
    if (check != null) {
      state.limit().change(-SizeEstimate.of(check));
      checkChanged(index, check);
      if (check.serviceId().isEmpty()) {
        indexes.servicesChanged(index);
      }
      state.sessions().endByCheck(index, node, id);
    }
  }

  public void deleteService(long index, String node, String id) {
    Service service = servicesOn(node).remove(id);
    if (service == null) {
      return;
    }
    state.limit().change(-SizeEstimate.of(service));
    checksOf(node, id).forEach(check -> deleteCheck(index, node, check.id()));
    indexes.checksChanged(index);
    indexes.servicesChanged(index);
    instanceGone(index, service.name());
    changed(Changes.Topic.SERVICES);
    changed(Changes.Topic.NODE, node);
  }

  private void instanceGone(long index, String name) {
    if (hasService(name)) {
      touchService(name, index);
    } else {
      indexes.serviceGone(name, index);
      serviceChanged(name, index);
    }
  }

  private boolean hasService(String name) {
    return services.values().stream().anyMatch(of -> of.has(name));
  }

  public void deleteNode(long index, String name) {
    if (nodes.get(name) != null) {
      List.copyOf(servicesOf(name)).forEach(service -> deleteService(index, name, service.id()));
      List.copyOf(checksOf(name)).forEach(check -> deleteCheck(index, name, check.id()));
      state.limit().change(-SizeEstimate.of(nodes.remove(name)));
      services.remove(name);
      checks.remove(name);
      indexes.nodesChanged(index);
      state.sessions().endByNode(index, name);
      changed(Changes.Topic.NODES);
      changed(Changes.Topic.NODE, name);
    }
  }

  /** The index of a service, as a query about it has it. */
  public long serviceIndex(String name, boolean withChecks) {
    return indexes.service(name, hasService(name), withChecks);
  }

  private void touchServicesOf(String node, long index) {
    servicesOf(node).forEach(service -> touchService(service.name(), index));
  }

  private void touchService(String name, long index) {
    indexes.serviceChanged(name, index);
    serviceChanged(name, index);
  }

  private void serviceChanged(String name, long index) {
    state.views().changed(name, index);
    changed(Changes.Topic.SERVICE, name);
  }

  private void changed(Changes.Topic topic) {
    state.changes().add(topic);
  }

  private void changed(Changes.Topic topic, String name) {
    state.changes().add(topic, name);
  }
}
