package io.emperor.devagent.http;

import io.emperor.devagent.base.BodyLimit;
import io.emperor.devagent.base.HttpError;
import io.emperor.devagent.query.QueryParameters;
import java.util.List;
import java.util.function.Predicate;

/**
 * Which requests are for which endpoint.
 *
 * @param path ends with a slash if anything may follow
 * @param quick whether the answer is about one thing, and takes no longer than to hand it to
 *     another thread would
 */
public record Route(
    String path,
    List<String> methods,
    Endpoint endpoint,
    BodyLimit limit,
    boolean meta,
    Predicate<QueryParameters> quick) {

  public static Route of(String methods, String path, Endpoint endpoint) {
    return new Route(
        "/v1/" + path,
        List.of(methods.split(",")),
        endpoint,
        BodyLimit.GENERAL,
        false,
        query -> false);
  }

  public static Route get(String path, Endpoint endpoint) {
    return of("GET", path, endpoint);
  }

  public static Route put(String path, Endpoint endpoint) {
    return of("PUT", path, endpoint);
  }

  public Route limited(BodyLimit to) {
    return new Route(path, methods, endpoint, to, meta, quick);
  }

  /** The same for an endpoint that tells an index with what its servers refuse, too. */
  public Route withMeta() {
    return new Route(path, methods, endpoint, limit, true, quick);
  }

  /** The same for one that is quick, unless it is asked for one of these. */
  public Route quickWithout(String... parameters) {
    List<String> slow = List.of(parameters);
    return new Route(
        path, methods, endpoint, limit, meta, query -> slow.stream().noneMatch(query::has));
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
