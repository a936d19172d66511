package io.emperor.devagent.endpoint;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.emperor.devagent.base.BodyLimit;
import io.emperor.devagent.base.ConsulProfile;
import io.emperor.devagent.base.HttpError;
import io.emperor.devagent.golang.GoText;
import io.emperor.devagent.http.Answer;
import io.emperor.devagent.http.BlockingRead;
import io.emperor.devagent.http.Reply;
import io.emperor.devagent.http.Route;
import io.emperor.devagent.http.Store;
import io.emperor.devagent.model.KeyName;
import io.emperor.devagent.model.KvEntry;
import io.emperor.devagent.query.ApiRequest;
import io.emperor.devagent.query.QueryParameters;
import io.emperor.devagent.query.ReadOptions;
import io.emperor.devagent.state.KvWrites;
import io.emperor.devagent.state.State;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** Keys and values. */
final class KvEndpoint {

  private final Store store;
  private final ConsulProfile profile;

  KvEndpoint(Store store, ConsulProfile profile) {
    this.profile = profile;
    this.store = store;
  }

  List<Route> routes() {
    BodyLimit limit = BodyLimit.VALUE.of(profile);
    return List.of(
        Route.of("GET,PUT,DELETE", "kv/", this::answer)
            .limited(limit)
            .quickWithout("keys", "recurse"));
  }

  private Reply answer(ApiRequest request) {
    ReadOptions options = ReadOptions.of(request.query());
    if (profile.isModern()) {
      KeyName.require(request.rest());
    }
    request.refuseNamespace();
    return switch (request.method()) {
      case "GET" -> get(request, options);
      case "PUT" -> put(request);
      default -> delete(request);
    };
  }

  private static Reply get(ApiRequest request, ReadOptions options) {
    String key = request.rest();
    boolean keys = request.query().has("keys");
    if (keys || request.query().has("recurse")) {
      request.requireOwnDatacenter();
      String separator = request.query().first("separator");
      return BlockingRead.of(
          options,
          changes -> changes.hasBelow(key),
          state -> state.keys().indexBelow(key),
          state -> {
            Collection<KvEntry> below = state.keys().below(key);
            return keys ? names(below, key, separator) : entries(below);
          });
    }
    requireKey(request);
    request.requireOwnDatacenter();
    boolean raw = request.query().has("raw");
    return BlockingRead.of(
        options,
        changes -> changes.hasKey(key),
        state -> state.keys().index(key),
        state -> one(state, key, raw));
  }

  private static void requireKey(ApiRequest request) {
    if (request.rest().isEmpty()) {
      throw HttpError.badRequest("Missing key name");
    }
  }

  private static Answer one(State state, String key, boolean raw) {
    KvEntry entry = state.keys().get(key);
    if (entry != null && raw) {
      return Answer.bytes(200, "text/plain", entry.value())
          .with("X-Content-Type-Options", "nosniff")
          .with("Content-Security-Policy", "sandbox");
    }
    return entries(entry == null ? List.of() : List.of(entry));
  }

  private static Answer entries(Collection<KvEntry> entries) {
    List<KvEntry> rows = List.copyOf(entries);
    return rows.isEmpty() ? Answer.empty(404) : Answer.rows(rows, entry -> entry.json(true));
  }

  private static Answer names(Collection<KvEntry> entries, String prefix, String separator) {
    List<String> names = new ArrayList<>();
    for (KvEntry entry : entries) {
      String key = entry.key();
      int end = separator.isEmpty() ? -1 : key.indexOf(separator, prefix.length());
      String last = names.isEmpty() ? "" : names.get(names.size() - 1);
      int size = end < 0 ? key.length() : end + separator.length();
      if (last.length() != size || !key.startsWith(last)) {
        names.add(key.substring(0, size));
      }
    }
    return names.isEmpty() && !prefix.isEmpty()
        ? Answer.empty(404)
        : Answer.rows(names, TextNode::valueOf);
  }

  private Reply put(ApiRequest request) {
    requireKey(request);
    refuseConflict(request.query(), "cas", "acquire", "release");
    BigInteger flags = number(request.query(), "flags");
    BigInteger cas = number(request.query(), "cas");
    boolean acquire = request.query().has("acquire");
    boolean release = request.query().has("release");
    String session = request.query().first(acquire ? "acquire" : "release");
    request.requireOwnDatacenter();
    KvEntry wanted = KvEntry.wanted(request.rest(), request.body().whole(), flags, session);
    boolean done =
        store.with(
            state -> {
              KvWrites writes = new KvWrites(state);
              if (acquire) {
                return !state.lockDelays().isDelayed(request.rest())
                    && writes.lock(state.next(), wanted);
              }
              long index = state.next();
              if (release) {
                return writes.unlock(index, wanted);
              }
              return request.query().has("cas")
                  ? writes.setIfAt(index, wanted, cas)
                  : writes.set(index, wanted);
            });
    return Answer.json(BooleanNode.valueOf(done));
  }

  private Reply delete(ApiRequest request) {
    refuseConflict(request.query(), "recurse", "cas");
    boolean recurse = request.query().has("recurse");
    if (!recurse) {
      requireKey(request);
    }
    BigInteger cas = number(request.query(), "cas");
    request.requireOwnDatacenter();
    boolean done =
        store.with(
            state -> {
              KvWrites writes = new KvWrites(state);
              long index = state.next();
              if (recurse) {
                return writes.deleteBelow(index, request.rest());
              }
              return request.query().has("cas")
                  ? writes.deleteIfAt(index, request.rest(), cas)
                  : writes.delete(index, request.rest());
            });
    return Answer.json(BooleanNode.valueOf(done));
  }

  private static void refuseConflict(QueryParameters query, String... names) {
    if (Arrays.stream(names).filter(query::has).count() > 1) {
      throw HttpError.badRequest("Conflicting flags: " + query.encode());
    }
  }

  private static BigInteger number(QueryParameters query, String name) {
    try {
      return query.has(name) ? GoText.uint64(query.first(name)) : BigInteger.ZERO;
    } catch (NumberFormatException e) {
      throw HttpError.refused(String.valueOf(e.getMessage()));
    }
  }
}
