package io.emperor.devagent.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emperor.devagent.base.ConsulProfile;
import io.emperor.devagent.base.HttpError;
import io.emperor.devagent.golang.GoText;
import io.emperor.devagent.http.Answer;
import io.emperor.devagent.http.BlockingRead;
import io.emperor.devagent.http.Reply;
import io.emperor.devagent.http.Route;
import io.emperor.devagent.model.Check;
import io.emperor.devagent.model.Node;
import io.emperor.devagent.model.Service;
import io.emperor.devagent.query.ApiRequest;
import io.emperor.devagent.query.Filter;
import io.emperor.devagent.query.FilterFields;
import io.emperor.devagent.query.QueryParameters;
import io.emperor.devagent.query.ReadOptions;
import io.emperor.devagent.state.Catalog;
import io.emperor.devagent.state.CatalogIndexes;
import io.emperor.devagent.state.Changes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;

/** Reads of nodes' and services' health. */
final class HealthEndpoint {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final ConsulProfile profile;

  HealthEndpoint(ConsulProfile profile) {
    this.profile = profile;
  }

  List<Route> routes() {
    Route service = Route.get("health/service/", this::service);
    return List.of(
        Route.get("health/node/", this::node).withMeta(),
        Route.get("health/checks/", request -> checks(request)).withMeta(),
        Route.get("health/state/", this::inState).withMeta(),
        profile.isModern() ? service : service.withMeta());
  }

  private Reply node(ApiRequest request) {
    ReadOptions options = CatalogEndpoint.options(request);
    String node = request.rest("Missing node name");
    return checks(
        request,
        options,
        Map.of(),
        changes -> changes.has(Changes.Topic.CHECKS_OF_NODE, node),
        CatalogIndexes::checks,
        check -> check.node().equalsIgnoreCase(node));
  }

  private Reply checks(ApiRequest request) {
    ReadOptions options = CatalogEndpoint.options(request);
    String service = request.rest("Missing service name");
    Map<String, String> meta = CatalogEndpoint.nodeMeta(request);
    return checks(
        request,
        options,
        meta,
        changes ->
            changes.has(Changes.Topic.CHECKS_OF_SERVICE, service)
                || (!meta.isEmpty() && changes.has(Changes.Topic.NODES)),
        indexes -> meta.isEmpty() ? indexes.checks() : indexes.service(service, true, true),
        check -> check.serviceName().equalsIgnoreCase(service));
  }

  private Reply inState(ApiRequest request) {
    ReadOptions options = CatalogEndpoint.options(request);
    String state = request.rest("Missing check state");
    Map<String, String> meta = CatalogEndpoint.nodeMeta(request);
    boolean any = state.equals("any");
    return checks(
        request,
        options,
        meta,
        changes ->
            any
                ? changes.has(Changes.Topic.CHECKS)
                : changes.has(Changes.Topic.CHECKS_IN_STATE, state),
        CatalogIndexes::checks,
        check -> any || check.status().equals(state));
  }

  private Reply checks(
      ApiRequest request,
      ReadOptions options,
      Map<String, String> meta,
      Predicate<Changes> touchedBy,
      ToLongFunction<CatalogIndexes> index,
      Predicate<Check> wanted) {
    request.requireOwnDatacenter();
    Filter filter = Filter.of(request, FilterFields.CHECK);
    return CatalogEndpoint.read(
        options,
        touchedBy,
        catalog -> index.applyAsLong(catalog.indexes()),
        catalog -> {
          ArrayNode json = JSON.arrayNode();
          for (Check check : catalog.checks()) {
            if (wanted.test(check) && CatalogEndpoint.isOn(catalog, check.node(), meta)) {
              json.add(check.json(profile));
            }
          }
          return json;
        },
        filter::of);
  }

  private Reply service(ApiRequest request) {
    ReadOptions options = CatalogEndpoint.options(request);
    String name = request.rest("Missing service name");
    request.requireOwnDatacenter();
    Filter filter = Filter.of(request, FilterFields.INSTANCE);
    boolean passing = isPassing(request.query());
    Map<String, String> meta = CatalogEndpoint.nodeMeta(request);
    List<String> tags = request.query().all("tag");
    Function<Catalog, JsonNode> json = catalog -> instances(catalog, name, tags, meta);
    UnaryOperator<JsonNode> chosen = all -> passing ? passing(filter.of(all)) : filter.of(all);
    Predicate<Changes> touchedBy = changes -> changes.has(Changes.Topic.SERVICE, name);
    return isStreamed(request, options)
        ? streamed(options, name, touchedBy, json, chosen)
        : CatalogEndpoint.read(
            options, touchedBy, catalog -> catalog.serviceIndex(name, true), json, chosen);
  }

  /** Whether a view answers that follows a stream, and not the servers. */
  private boolean isStreamed(ApiRequest request, ReadOptions options) {
    QueryParameters query = request.query();
    return profile.isModern()
        && (options.isBlocking() || query.has("cached"))
        && query.first("near").isEmpty()
        && !query.has("merge-central-config");
  }

  /** A view does not know whether there is a leader, and the consistency asked for is but told. */
  private static BlockingRead streamed(
      ReadOptions options,
      String service,
      Predicate<Changes> touchedBy,
      Function<Catalog, JsonNode> json,
      UnaryOperator<JsonNode> chosen) {
    return new BlockingRead(
            options,
            touchedBy,
            state -> options.isNews(state.viewIndex(service)),
            state -> {
              JsonNode all = json.apply(state.catalog());
              return Answer.json(() -> chosen.apply(all))
                  .with(BlockingRead.meta(state.viewIndex(service), false))
                  .with(BlockingRead.BACKEND, "streaming");
            })
        .reportingConsistency();
  }

  private ArrayNode instances(
      Catalog catalog, String name, List<String> tags, Map<String, String> meta) {
    ArrayNode json = JSON.arrayNode();
    for (Service service : catalog.servicesNamed(name)) {
      Node node = catalog.node(service.node());
      if (node != null && node.hasMeta(meta) && service.hasTags(tags)) {
        json.add(instance(node, service, checks(catalog, service)));
      }
    }
    return json;
  }

  private static boolean isPassing(QueryParameters query) {
    if (!query.has("passing")) {
      return false;
    }
    try {
      String value = query.first("passing");
      return value.isEmpty() || GoText.bool(value);
    } catch (IllegalArgumentException e) {
      throw HttpError.badRequest("Invalid value for ?passing");
    }
  }

  /** The checks that count for a service: its node's, then its own. */
  private static List<Check> checks(Catalog catalog, Service service) {
    List<Check> checks = new ArrayList<>(catalog.checksOf(service.node(), ""));
    checks.addAll(catalog.checksOf(service.node(), service.id()));
    return checks;
  }

  private ObjectNode instance(Node node, Service service, List<Check> checks) {
    ObjectNode json = JSON.objectNode();
    json.set("Node", node.json());
    json.set("Service", service.json(profile));
    ArrayNode all = json.putArray("Checks");
    checks.forEach(check -> all.add(check.json(profile)));
    return json;
  }

  /** Each that goes gives its place to the last, as in the real agent. */
  private static ArrayNode passing(JsonNode instances) {
    List<JsonNode> kept = new ArrayList<>();
    instances.forEach(kept::add);
    int i = 0;
    while (i < kept.size()) {
      if (isPassing(kept.get(i))) {
        i++;
      } else {
        JsonNode last = kept.remove(kept.size() - 1);
        if (i < kept.size()) {
          kept.set(i, last);
        }
      }
    }
    return JSON.arrayNode().addAll(kept);
  }

  private static boolean isPassing(JsonNode instance) {
    for (JsonNode check : instance.path("Checks")) {
      if (!check.path("Status").asText().equals(Check.PASSING)) {
        return false;
      }
    }
    return true;
  }
}
