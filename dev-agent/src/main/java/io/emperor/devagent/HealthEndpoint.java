package io.emperor.devagent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/** Reads of nodes' and services' health. */
final class HealthEndpoint {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  List<Route> routes() {
    return List.of(
        Route.get("health/node/", HealthEndpoint::node).withMeta(),
        Route.get("health/checks/", ask -> checks(ask)).withMeta(),
        Route.get("health/state/", HealthEndpoint::inState).withMeta(),
        Route.get("health/service/", HealthEndpoint::service).withMeta());
  }

  private static Reply node(Ask ask) {
    QueryOptions options = CatalogEndpoint.options(ask);
    String node = ask.rest("Missing node name");
    return checks(
        ask,
        options,
        Map.of(),
        changes -> changes.has(Changes.Topic.CHECKS_OF_NODE, node),
        CatalogIndexes::checks,
        check -> check.node().equalsIgnoreCase(node));
  }

  private static Reply checks(Ask ask) {
    QueryOptions options = CatalogEndpoint.options(ask);
    String service = ask.rest("Missing service name");
    Map<String, String> meta = CatalogEndpoint.nodeMeta(ask);
    return checks(
        ask,
        options,
        meta,
        changes ->
            changes.has(Changes.Topic.CHECKS_OF_SERVICE, service)
                || (!meta.isEmpty() && changes.has(Changes.Topic.NODES)),
        indexes -> meta.isEmpty() ? indexes.checks() : indexes.service(service, true, true),
        check -> check.serviceName().equalsIgnoreCase(service));
  }

  private static Reply inState(Ask ask) {
    QueryOptions options = CatalogEndpoint.options(ask);
    String state = ask.rest("Missing check state");
    Map<String, String> meta = CatalogEndpoint.nodeMeta(ask);
    boolean any = state.equals("any");
    return checks(
        ask,
        options,
        meta,
        changes ->
            any
                ? changes.has(Changes.Topic.CHECKS)
                : changes.has(Changes.Topic.CHECKS_IN_STATE, state),
        CatalogIndexes::checks,
        check -> any || check.status().equals(state));
  }

  private static Reply checks(
      Ask ask,
      QueryOptions options,
      Map<String, String> meta,
      Predicate<Changes> touchedBy,
      ToLongFunction<CatalogIndexes> index,
      Predicate<Check> wanted) {
    ask.requireOwnDatacenter();
    Filter filter = Filter.of(ask, FilterFields.CHECK);
    return CatalogEndpoint.read(
        options,
        touchedBy,
        catalog -> index.applyAsLong(catalog.indexes()),
        catalog -> {
          ArrayNode json = JSON.arrayNode();
          for (Check check : catalog.checks()) {
            if (wanted.test(check) && CatalogEndpoint.isOn(catalog, check.node(), meta)) {
              json.add(check.json());
            }
          }
          return json;
        },
        filter::of);
  }

  private static Reply service(Ask ask) {
    QueryOptions options = CatalogEndpoint.options(ask);
    String name = ask.rest("Missing service name");
    ask.requireOwnDatacenter();
    Filter filter = Filter.of(ask, FilterFields.INSTANCE);
    boolean passing = isPassing(ask.query());
    Map<String, String> meta = CatalogEndpoint.nodeMeta(ask);
    List<String> tags = ask.query().all("tag");
    return CatalogEndpoint.read(
        options,
        changes -> changes.has(Changes.Topic.SERVICE, name),
        catalog -> catalog.serviceIndex(name, true),
        catalog -> {
          ArrayNode json = JSON.arrayNode();
          for (Service service : catalog.servicesNamed(name)) {
            Node node = catalog.node(service.node());
            if (node != null && node.hasMeta(meta) && service.hasTags(tags)) {
              json.add(instance(node, service, checks(catalog, service)));
            }
          }
          return json;
        },
        all -> passing ? passing(filter.of(all)) : filter.of(all));
  }

  private static boolean isPassing(Query query) {
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

  private static ObjectNode instance(Node node, Service service, List<Check> checks) {
    ObjectNode json = JSON.objectNode();
    json.set("Node", node.json());
    json.set("Service", service.json());
    ArrayNode all = json.putArray("Checks");
    checks.forEach(check -> all.add(check.json()));
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
