package io.emperor.consul.session;

import com.fasterxml.jackson.core.type.TypeReference;
import io.emperor.api.ConsulException;
import io.emperor.api.Session;
import io.emperor.consul.http.AgentHttp;
import io.emperor.consul.http.AppQuery;
import io.emperor.consul.http.Failures;
import io.emperor.consul.http.Names;
import io.emperor.consul.settings.ConsistencyMode;
import io.emperor.consul.settings.ConsulDuration;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Sessions, for apps. The client library drops an empty list of checks, takes no consistency mode
 * and knows no sessions of a node, so all of this is plain requests.
 */
public final class Sessions implements SessionCalls {

  private static final TypeReference<List<Entry>> ENTRIES = new TypeReference<>() {};
  private static final TypeReference<Created> CREATED = new TypeReference<>() {};
  private static final Duration CONSULS_LOCK_DELAY = Duration.ofSeconds(15);
  private static final Duration LONGEST_LOCK_DELAY = Duration.ofSeconds(60);
  private static final Duration LONGEST_TTL = Duration.ofHours(24);

  private final AgentHttp http;
  private final ConsistencyMode mode;

  record ServiceCheck(String id) {

    ServiceCheck {
      Objects.requireNonNull(id, "ID");
    }
  }

  private record Created(@Nullable String id) {}

  /** A session as Consul sends it: since 1.7 its checks stand in two lists. */
  record Entry(
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

    Entry {
      Objects.requireNonNull(id, "ID");
      Objects.requireNonNull(node, "Node");
      Objects.requireNonNull(behavior, "Behavior");
      var unused = duration(ttl);
    }

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
          duration(ttl),
          Stream.concat(own, services).distinct().toList(),
          createIndex);
    }

    @Nullable Duration parsedTtl() {
      return duration(ttl);
    }

    private static @Nullable Duration duration(@Nullable String ttl) {
      return ttl == null || ttl.isEmpty() ? null : ConsulDuration.parse(ttl);
    }
  }

  public Sessions(AgentHttp http, ConsistencyMode mode) {
    this.http = http;
    this.mode = mode;
  }

  /** A TTL that can be sent. */
  public static Duration checkedTtl(@Nullable String name, @Nullable Duration ttl) {
    if (ttl == null) {
      throw Failures.invalid(creating(name), "give a TTL, or call the form without one");
    }
    if (ttl.isNegative() || ttl.isZero() || ttl.compareTo(LONGEST_TTL) > 0) {
      throw Failures.invalid(creating(name), "the TTL " + ttl + " is not above 0 and up to 24 h");
    }
    return ttl;
  }

  private static String creating(@Nullable String name) {
    return "sessionCreate(" + (name == null ? "" : "'" + name + "'") + ")";
  }

  /**
   * Creates a session.
   *
   * @param ttl as {@link #checkedTtl} leaves it, or {@code null} for a session without
   * @return its ID
   */
  public String create(
      @Nullable Duration lockDelay,
      @Nullable String name,
      @Nullable String node,
      @Nullable List<String> checks,
      @Nullable Duration ttl) {
    String what = creating(name);
    if (lockDelay != null
        && (lockDelay.isNegative() || lockDelay.compareTo(LONGEST_LOCK_DELAY) > 0)) {
      throw Failures.invalid(what, "the lock delay " + lockDelay + " is not between 0 and 60 s");
    }
    Duration delay = lockDelay == null && ttl != null ? lockDelay(ttl) : lockDelay;
    Map<String, Object> body = new HashMap<>();
    putIfGiven(body, "LockDelay", delay == null ? null : ConsulDuration.format(delay));
    putIfGiven(body, "Name", name);
    putIfGiven(body, "Node", node);
    putIfGiven(body, "Checks", checks);
    putIfGiven(body, "TTL", ttl == null ? null : ConsulDuration.format(ttl));
    byte[] answer = http.put(what, http.url("session", "create").build(), body);
    return found(what, answer, CREATED, created -> Optional.ofNullable(created.id()));
  }

  /**
   * Consul may end a session early, with its node, say, and its holder hears of that a TTL later at
   * the latest: so long its locks have to stay closed.
   */
  private static Duration lockDelay(Duration ttl) {
    return Stream.of(CONSULS_LOCK_DELAY, ttl)
        .max(Comparator.naturalOrder())
        .filter(longer -> longer.compareTo(LONGEST_LOCK_DELAY) < 0)
        .orElse(LONGEST_LOCK_DELAY);
  }

  /** What an answer must hold: without it nobody knows what the write did. */
  private <A, T> T found(
      String what, byte[] answer, TypeReference<A> type, Function<A, Optional<T>> part) {
    try {
      return Optional.ofNullable(AgentHttp.JSON.readValue(answer, type))
          .flatMap(part)
          .orElseThrow(() -> Failures.unreadable(what, http.agents(), true, null));
    } catch (IOException e) {
      throw Failures.of(what, http.agents(), true, e);
    }
  }

  private static void putIfGiven(Map<String, Object> body, String key, @Nullable Object value) {
    if (value != null) {
      body.put(key, value);
    }
  }

  @Override
  public Optional<Duration> renew(String id, Duration ttl) {
    String what = "renewing session '" + id + "'";
    try {
      byte[] answer = http.put(what, http.url("session", "renew", id).build(), Map.of());
      Entry entry = found(what, answer, ENTRIES, entries -> withId(id, entries));
      Duration answered = entry.parsedTtl();
      return Optional.of(answered == null ? ttl : answered);
    } catch (ConsulException e) {
      if (Failures.refusal(e).filter(refusal -> refusal.status() == 404).isPresent()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static Optional<Entry> withId(String id, List<Entry> entries) {
    return entries.stream().filter(entry -> entry.id().equals(id)).findFirst();
  }

  @Override
  public void destroy(String id) {
    String what = "sessionDestroy('" + id + "')";
    Names.checked(what, id);
    http.put(what, http.url("session", "destroy", id).build(), Map.of());
  }

  public Optional<Session> info(String id, @Nullable String dc) {
    return read("sessionInfo('" + id + "')", dc, "info", id).stream().findFirst();
  }

  public List<Session> ofNode(String node, @Nullable String dc) {
    return read("sessionNode('" + node + "')", dc, "node", node);
  }

  public List<Session> all(@Nullable String dc) {
    return read("sessionList()", dc, "list");
  }

  private List<Session> read(String what, @Nullable String dc, String... path) {
    HttpUrl.Builder url = http.url("session");
    for (String word : path) {
      url.addPathSegment(Names.checked(what, word));
    }
    return http.read(what, AppQuery.reading(url, mode, dc).build(), Sessions::sessions);
  }

  public static List<Session> sessions(byte[] body) throws IOException {
    return AgentHttp.JSON.readValue(body, ENTRIES).stream().map(Entry::session).toList();
  }
}
