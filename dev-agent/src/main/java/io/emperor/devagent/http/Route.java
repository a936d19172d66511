package io.emperor.devagent.http;

import io.emperor.devagent.base.BodyLimit;
import io.emperor.devagent.base.HttpError;
import java.util.List;

/**
 * Which requests are for which endpoint.
 *
 * @param path ends with a slash if anything may follow
 */
public record Route(
    String path, List<String> methods, Endpoint endpoint, BodyLimit limit, boolean meta) {

  public static Route of(String methods, String path, Endpoint endpoint) {
    return new Route(
        "/v1/" + path, List.of(methods.split(",")), endpoint, BodyLimit.GENERAL, false);
  }

  public static Route get(String path, Endpoint endpoint) {
    return of("GET", path, endpoint);
  }

  public static Route put(String path, Endpoint endpoint) {
    return of("PUT", path, endpoint);
  }

  public Route limited(BodyLimit to) {
    return new Route(path, methods, endpoint, to, meta);
  }

  /** The same for an endpoint that tells an index with what its servers refuse, too. */
  public Route withMeta() {
    return new Route(path, methods, endpoint, limit, true);
  }

  boolean reportsMeta(HttpError error) {
    return meta && error.status() == 500;
  }

  boolean isTree() {
    return path.endsWith("/");
  }

  String allowed() {
    return "OPTIONS," + String.join(",", methods);
  }
}
