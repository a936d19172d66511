package io.emperor.devagent.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emperor.devagent.base.AgentIdentity;
import io.emperor.devagent.base.ConsulProfile;
import io.emperor.devagent.base.Texts;
import io.emperor.devagent.base.Uuids;
import io.emperor.devagent.http.Answer;
import io.emperor.devagent.http.BlockingRead;
import io.emperor.devagent.http.Reply;
import io.emperor.devagent.http.Route;
import io.emperor.devagent.model.Node;
import io.emperor.devagent.model.Service;
import io.emperor.devagent.query.ApiRequest;
import io.emperor.devagent.query.Filter;
import io.emperor.devagent.query.FilterFields;
import io.emperor.devagent.query.ReadOptions;
import io.emperor.devagent.state.Catalog;
import io.emperor.devagent.state.Changes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;

/** Reads of the catalog. */
final class CatalogEndpoint {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final ConsulProfile profile;

  CatalogEndpoint(ConsulProfile profile) {
    this.profile = profile;
  }

  List<Route> routes() {
    return List.of(
        Route.get(
            "catalog/datacenters",
            request -> Answer.json(JSON.arrayNode().add(AgentIdentity.DATACENTER))),
        Route.get("catalog/nodes", CatalogEndpoint::nodes).withMeta(),
        Route.get("catalog/services", CatalogEndpoint::services).withMeta(),
        Route.get("catalog/service/", this::service).withMeta(),
        Route.get("catalog/node/", this::node).withMeta(),
        Route.get("catalog/node-services/", this::nodeServices).withMeta());
  }

  /**
   * A read of the catalog that tells its consistency; the ask has to be all right already.
   *
   * @param touchedBy whether a change may concern it
   */
  static BlockingRead read(
      ReadOptions options,
      Predicate<Changes> touchedBy,
      ToLongFunction<Catalog> index,
      Function<Catalog, JsonNode> json) {
    return read(options, touchedBy, index, json, all -> all);
  }

  /**
   * The same with a choice of what was found, which is made without the lock.
   *
   * @param chosen may take its time
   */
  static BlockingRead read(
      ReadOptions options,
      Predicate<Changes> touchedBy,
      ToLongFunction<Catalog> index,
      Function<Catalog, JsonNode> json,
      UnaryOperator<JsonNode> chosen) {
    return BlockingRead.of(
            options,
            touchedBy,
            state -> index.applyAsLong(state.catalog()),
            state -> {
              JsonNode all = json.apply(state.catalog());
              return Answer.json(() -> chosen.apply(all));
            })
        .reportingConsistency();
  }

  /** Looks at what all reads have in common. */
  static ReadOptions options(ApiRequest request) {
    ReadOptions options = ReadOptions.of(request.query());
    request.refuseNamespace();
    return options;
  }

  /** What nodes have to have: {@code node-meta=key:value}. */
  static Map<String, String> nodeMeta(ApiRequest request) {
    Map<String, String> meta = new TreeMap<>();
    for (String pair : request.query().all("node-meta")) {
      int at = pair.indexOf(':');
      meta.put(at < 0 ? pair : pair.substring(0, at), at < 0 ? "" : pair.substring(at + 1));
    }
    return meta;
  }

  static boolean isOn(Catalog catalog, String name, Map<String, String> meta) {
    Node node = catalog.node(name);
    return node != null && node.hasMeta(meta);
  }

  private static Reply nodes(ApiRequest request) {
    ReadOptions options = ReadOptions.of(request.query());
    request.requireOwnDatacenter();
    Filter filter = Filter.of(request, FilterFields.NODE);
    Map<String, String> meta = nodeMeta(request);
    return read(
        options,
        changes -> changes.has(Changes.Topic.NODES),
        catalog -> catalog.indexes().nodes(),
        catalog -> {
          ArrayNode json = JSON.arrayNode();
          catalog.nodes().stream()
              .filter(node -> node.hasMeta(meta))
              .forEach(node -> json.add(node.json()));
          return json;
        },
        filter::of);
  }

  private static Reply services(ApiRequest request) {
    ReadOptions options = options(request);
    request.requireOwnDatacenter();
    Map<String, String> meta = nodeMeta(request);
    return read(
        options,
        changes ->
            changes.has(Changes.Topic.SERVICES)
                || (!meta.isEmpty() && changes.has(Changes.Topic.NODES)),
        catalog ->
            meta.isEmpty() ? catalog.indexes().services() : catalog.indexes().nodesAndServices(),
        catalog -> {
          Map<String, Set<String>> tags = new TreeMap<>();
          for (Service service : catalog.services()) {
            if (isOn(catalog, service.node(), meta)) {
              tags.computeIfAbsent(service.name(), n -> new TreeSet<>()).addAll(service.tagList());
            }
          }
          ObjectNode json = JSON.objectNode();
          tags.forEach((name, all) -> json.set(name, Texts.json(List.copyOf(all))));
          return json;
        });
  }

  private Reply service(ApiRequest request) {
    ReadOptions options = options(request);
    String name = request.rest("Missing service name");
    request.requireOwnDatacenter();
    Filter filter = Filter.of(request, FilterFields.SERVICE_ON_NODE);
    Map<String, String> meta = nodeMeta(request);
    List<String> tags = request.query().all("tag");
    return read(
        options,
        changes ->
            changes.has(Changes.Topic.SERVICE, name)
                && (changes.has(Changes.Topic.NODES) || changes.has(Changes.Topic.SERVICES)),
        catalog -> catalog.serviceIndex(name, false),
        catalog -> {
          ArrayNode json = JSON.arrayNode();
          for (Service service : catalog.servicesNamed(name)) {
            Node node = catalog.node(service.node());
            if (node != null && node.hasMeta(meta) && service.hasTags(tags)) {
              json.add(service.catalogJson(node, profile));
            }
          }
          return json;
        },
        filter::of);
  }

  private Reply node(ApiRequest request) {
    return ofNode(
        request,
        services -> {
          ObjectNode json = JSON.objectNode();
          Map<String, Service> byId = new TreeMap<>();
          services.forEach(service -> byId.put(service.id(), service));
          byId.forEach((id, service) -> json.set(id, service.json(profile)));
          return json;
        },
        JSON.nullNode());
  }

  private Reply nodeServices(ApiRequest request) {
    ObjectNode nobody = JSON.objectNode().putNull("Node");
    nobody.putNull("Services");
    return ofNode(
        request,
        services -> {
          ArrayNode json = JSON.arrayNode();
          services.forEach(service -> json.add(service.json(profile)));
          return json.isEmpty() ? JSON.nullNode() : json;
        },
        nobody);
  }

  private static Reply ofNode(
      ApiRequest request, Function<Iterable<Service>, JsonNode> services, JsonNode nobody) {
    ReadOptions options = options(request);
    String name = request.rest("Missing node name");
    request.requireOwnDatacenter();
    Filter filter = Filter.of(request, FilterFields.SERVICE);
    return read(
        options,
        changes ->
            changes.has(Changes.Topic.NODE, name)
                || (!Uuids.prefix(name).isEmpty() && changes.has(Changes.Topic.NODE)),
        catalog -> catalog.nodeOrId(name) == null ? 0 : catalog.indexes().nodesAndServices(),
        catalog -> {
          Node node = catalog.nodeOrId(name);
          if (node == null) {
            return nobody;
          }
          ObjectNode json = JSON.objectNode();
          json.set("Node", node.json());
          json.set("Services", services.apply(catalog.servicesOf(node.name())));
          return json;
        },
        all -> withServices(all, filter));
  }

  private static JsonNode withServices(JsonNode ofNode, Filter filter) {
    if (!ofNode.path("Node").isObject()) {
      return ofNode;
    }
    ObjectNode json = JSON.objectNode();
    json.set("Node", ofNode.path("Node"));
    json.set("Services", filter.of(ofNode.path("Services")));
    return json;
  }
}
