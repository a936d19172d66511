package io.emperor.devagent;

/**
 * A request as an endpoint sees it.
 *
 * @param rest what follows the endpoint's path, an ID or a key mostly
 * @param namespace which one a header asks for, empty mostly
 */
record Ask(String method, String rest, Query query, String namespace, Body body) {

  static final String NO_NAMESPACES = " - Namespaces are a Consul Enterprise feature";

  Ask withBody(Body read) {
    return new Ask(method, rest, query, namespace, read);
  }

  /** What follows the endpoint's path, which must not be nothing. */
  String rest(String complaint) {
    if (rest.isEmpty()) {
      throw HttpError.badRequest(complaint);
    }
    return rest;
  }

  /** Refuses what no server of this datacenter could answer. */
  void requireOwnDatacenter() {
    requireOwnDatacenter(query.first("dc"));
  }

  static void requireOwnDatacenter(String name) {
    if (!name.isEmpty() && !name.equals(Identity.DATACENTER)) {
      throw HttpError.refused("No path to datacenter");
    }
  }

  void refuseNamespace() {
    if (!namespace.isEmpty()) {
      throw HttpError.badRequest(
          HttpError.BAD_REQUEST + "Invalid header: \"X-Consul-Namespace\"" + NO_NAMESPACES);
    }
    if (!query.first("ns").isEmpty()) {
      throw HttpError.badRequest(
          HttpError.BAD_REQUEST + "Invalid query parameter: \"ns\"" + NO_NAMESPACES);
    }
  }
}
