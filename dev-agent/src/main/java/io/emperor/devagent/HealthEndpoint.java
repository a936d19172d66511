package io.emperor.devagent;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Reads of nodes' and services' health. */
final class HealthEndpoint {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private static final List<Changes.Topic> ALL =
      List.of(Changes.Topic.NODES, Changes.Topic.SERVICES, Changes.Topic.CHECKS);

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
    return checks(ask, options, Map.of(), check -> check.node().equalsIgnoreCase(node));
  }

  private static Reply checks(Ask ask) {
    QueryOptions options = CatalogEndpoint.options(ask);
    String service = ask.rest("Missing service name");
    Map<String, String> meta = CatalogEndpoint.nodeMeta(ask);
    return checks(ask, options, meta, check -> check.serviceName().equalsIgnoreCase(service));
  }

  private static Reply inState(Ask ask) {
    QueryOptions options = CatalogEndpoint.options(ask);
    String state = ask.rest("Missing check state");
    Map<String, String> meta = CatalogEndpoint.nodeMeta(ask);
    return checks(ask, options, meta, check -> state.equals("any") || check.status().equals(state));
  }

  private static Reply checks(
      Ask ask, QueryOptions options, Map<String, String> meta, Predicate<Check> wanted) {
    ask.requireOwnDatacenter();
    return CatalogEndpoint.read(
        options,
        ALL,
        catalog ->
            Math.max(catalog.indexes().checks(), meta.isEmpty() ? 0 : catalog.indexes().nodes()),
        catalog -> {
          ArrayNode json = JSON.arrayNode();
          for (Check check : catalog.checks()) {
            if (wanted.test(check) && CatalogEndpoint.isOn(catalog, check.node(), meta)) {
              json.add(check.json());
            }
          }
          return json;
        });
  }

  private static Reply service(Ask ask) {
    QueryOptions options = CatalogEndpoint.options(ask);
    String name = ask.rest("Missing service name");
    boolean passing = isPassing(ask.query());
    ask.requireOwnDatacenter();
    Map<String, String> meta = CatalogEndpoint.nodeMeta(ask);
    List<String> tags = ask.query().all("tag");
    return CatalogEndpoint.read(
        options,
        ALL,
        catalog -> catalog.indexes().service(name, true),
        catalog -> {
          ArrayNode json = JSON.arrayNode();
          for (Service service : catalog.servicesNamed(name)) {
            Node node = catalog.node(service.node());
            List<Check> checks = checks(catalog, service);
            if (node != null
                && node.hasMeta(meta)
                && service.hasTags(tags)
                && (!passing || checks.stream().allMatch(c -> c.status().equals(Check.PASSING)))) {
              json.add(instance(node, service, checks));
            }
          }
          return json;
        });
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
}
