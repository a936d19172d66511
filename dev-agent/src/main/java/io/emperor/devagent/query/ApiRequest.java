package io.emperor.devagent.query;

import io.emperor.devagent.base.AgentIdentity;
import io.emperor.devagent.base.Body;
import io.emperor.devagent.base.HttpError;

/**
 * A request as an endpoint sees it.
 *
 * @param rest what follows the endpoint's path, an ID or a key mostly
 * @param namespace which one a header asks for, empty mostly
 */
public record ApiRequest(
    String method, String rest, QueryParameters query, String namespace, Body body) {

  public static final String NO_NAMESPACES = " - Namespaces are a Consul Enterprise feature";

  public ApiRequest withBody(Body read) {
    return new ApiRequest(method, rest, query, namespace, read);
  }

  /** What follows the endpoint's path, which must not be nothing. */
  public String rest(String complaint) {
    if (rest.isEmpty()) {
      throw HttpError.badRequest(complaint);
    }
    return rest;
  }

  /** Refuses what no server of this datacenter could answer. */
  public void requireOwnDatacenter() {
    requireOwnDatacenter(query.first("dc"));
  }

  public static void requireOwnDatacenter(String name) {
    if (!name.isEmpty() && !name.equals(AgentIdentity.DATACENTER)) {
      throw HttpError.refused("No path to datacenter");
    }
  }

  public void refuseNamespace() {
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
