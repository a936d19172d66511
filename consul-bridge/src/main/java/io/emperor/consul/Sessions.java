package io.emperor.consul;

import com.fasterxml.jackson.core.type.TypeReference;
import io.emperor.api.Session;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Sessions, for apps. The client library drops an empty list of checks, takes no consistency mode
 * and knows no sessions of a node, so all of this is plain requests.
 */
final class Sessions {

  private static final TypeReference<List<Entry>> ENTRIES = new TypeReference<>() {};
  private static final Duration LONGEST_LOCK_DELAY = Duration.ofSeconds(60);

  private final AgentHttp http;
  private final ConsistencyMode mode;

  private record ServiceCheck(String id) {}

  private record Created(String id) {}

  /** A session as Consul sends it: since 1.7 its checks stand in two lists. */
  private record Entry(
      String id,
      @Nullable String name,
      String node,
      long lockDelay,
      String behavior,
      @Nullable String ttl,
      @Nullable List<String> checks,
      @Nullable List<String> nodeChecks,
      @Nullable List<ServiceCheck> serviceChecks,
      long createIndex) {

    Session session() {
      Stream<String> own =
          Stream.of(checks, nodeChecks).filter(Objects::nonNull).flatMap(List::stream);
      Stream<String> services =
          serviceChecks == null ? Stream.of() : serviceChecks.stream().map(ServiceCheck::id);
      return new Session(
          id,
          name == null ? "" : name,
          node,
          Duration.ofNanos(lockDelay),
          behavior,
          ttl == null || ttl.isEmpty() ? null : GoDuration.parse(ttl),
          Stream.concat(own, services).distinct().toList(),
          createIndex);
    }
  }

  Sessions(AgentHttp http, ConsistencyMode mode) {
    this.http = http;
    this.mode = mode;
  }

  String create(
      @Nullable Duration lockDelay,
      @Nullable String name,
      @Nullable String node,
      @Nullable List<String> checks) {
    String what = "sessionCreate(" + (name == null ? "" : "'" + name + "'") + ")";
    if (lockDelay != null
        && (lockDelay.isNegative() || lockDelay.compareTo(LONGEST_LOCK_DELAY) > 0)) {
      throw Failures.invalid(what, "the lock delay " + lockDelay + " is not between 0 and 60 s");
    }
    Map<String, Object> body = new HashMap<>();
    putIfGiven(body, "LockDelay", lockDelay == null ? null : GoDuration.format(lockDelay));
    putIfGiven(body, "Name", name);
    putIfGiven(body, "Node", node);
    putIfGiven(body, "Checks", checks);
    byte[] answer = http.put(what, http.url("session", "create").build(), body);
    try {
      return AgentHttp.JSON.readValue(answer, Created.class).id();
    } catch (IOException e) {
      throw Failures.of(what, http.agents(), true, e);
    }
  }

  private static void putIfGiven(Map<String, Object> body, String key, @Nullable Object value) {
    if (value != null) {
      body.put(key, value);
    }
  }

  void destroy(String id) {
    String what = "sessionDestroy('" + id + "')";
    Names.checked(what, id);
    http.put(what, http.url("session", "destroy", id).build(), Map.of());
  }

  Optional<Session> info(String id, @Nullable String dc) {
    return read("sessionInfo('" + id + "')", dc, "info", id).stream().findFirst();
  }

  List<Session> ofNode(String node, @Nullable String dc) {
    return read("sessionNode('" + node + "')", dc, "node", node);
  }

  List<Session> all(@Nullable String dc) {
    return read("sessionList()", dc, "list");
  }

  private List<Session> read(String what, @Nullable String dc, String... path) {
    HttpUrl.Builder url = http.url("session");
    for (String word : path) {
      url.addPathSegment(Names.checked(what, word));
    }
    return http.read(what, AppQuery.reading(url, mode, dc).build(), ENTRIES).stream()
        .map(Entry::session)
        .toList();
  }
}
