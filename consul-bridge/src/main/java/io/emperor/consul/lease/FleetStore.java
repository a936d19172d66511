package io.emperor.consul.lease;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.emperor.api.ConsulException;
import io.emperor.api.ConsulException.Kind;
import io.emperor.api.KeyValue;
import io.emperor.consul.http.AgentHttp;
import io.emperor.consul.http.Failures;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * The fleet's keys in Consul. Reads ask the leader, who makes sure that it still is one. Safe for
 * use by many threads.
 */
public final class FleetStore {

  private static final TypeReference<Answer> ANSWER = new TypeReference<>() {};

  private final AgentHttp http;
  private final AgentHttp.Parser<List<KeyValue>> parser;

  private record Answer(@Nullable List<Result> results, @Nullable List<Refused> errors) {}

  private record Result(@Nullable Entry kv) {}

  private record Entry(@Nullable String key, long modifyIndex) {}

  private record Refused(int opIndex) {}

  /**
   * Makes one.
   *
   * @param parser reads what Consul answers to a read of keys
   */
  public FleetStore(AgentHttp http, AgentHttp.Parser<List<KeyValue>> parser) {
    this.http = http;
    this.parser = parser;
  }

  /** A key, as the leader has it. */
  public Optional<KeyValue> read(String key) {
    return read(http.url("kv", key), key).stream().findFirst();
  }

  /** Every key that begins with something, as the leader has it. */
  public List<KeyValue> list(String prefix) {
    return read(http.url("kv", prefix).addQueryParameter("recurse", null), prefix);
  }

  private List<KeyValue> read(HttpUrl.Builder url, String key) {
    HttpUrl consistent = url.addQueryParameter("consistent", null).build();
    return http.find("reading '" + key + "'", consistent, parser).orElse(List.of());
  }

  /**
   * Some keys, as the leader has them, with one request.
   *
   * @param keys {@link Operation#MOST} at most
   * @return their entries; empty if one of the keys does not exist, or may not be seen
   */
  public Optional<List<KeyValue>> all(List<String> keys) {
    List<Map<String, Operation>> body =
        keys.stream().map(key -> Operation.get(key).json()).toList();
    String what = "reading " + keys.size() + " keys";
    HttpUrl url = http.url("txn").addQueryParameter("consistent", null).build();
    try {
      JsonNode found = AgentHttp.JSON.readTree(http.put(what, url, body)).path("Results");
      List<JsonNode> entries = found.findValues("KV");
      return entries.size() == keys.size()
          ? Optional.of(parser.parse(AgentHttp.json(entries)))
          : Optional.empty();
    } catch (IOException e) {
      throw Failures.unreadable(what, http.agents(), false, e);
    } catch (ConsulException e) {
      if (refused(e).isPresent()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Applies all of some operations, or none.
   *
   * @param what the call in words
   * @throws ConsulException if it failed, or the token may not do it
   */
  public Committed commit(String what, List<Operation> operations) {
    List<Map<String, Operation>> body = operations.stream().map(Operation::json).toList();
    try {
      byte[] answer = http.put(what, http.url("txn").build(), body);
      return applied(AgentHttp.JSON.readValue(answer, ANSWER), operations.size());
    } catch (IOException | NullPointerException e) {
      throw Failures.unreadable(what, http.agents(), true, e);
    } catch (ConsulException e) {
      return refused(e).orElseThrow(() -> e);
    }
  }

  private static Committed applied(Answer answer, int operations) throws IOException {
    List<Result> results = answer.results();
    if (results == null || results.size() > operations) {
      throw new IOException("no results");
    }
    Map<String, Long> indexes =
        results.stream()
            .map(Result::kv)
            .filter(entry -> entry != null && entry.key() != null)
            .collect(
                Collectors.toMap(
                    entry -> String.valueOf(entry.key()), Entry::modifyIndex, Math::max));
    return new Committed(indexes, Set.of());
  }

  /** That something was not as it should be is what the transaction asked for. */
  private static Optional<Committed> refused(ConsulException failure) {
    if (failure.kind() != Kind.CONFLICT) {
      return Optional.empty();
    }
    return Failures.refusal(failure)
        .filter(refusal -> refusal.status() == 409)
        .flatMap(refusal -> refusal.read(ANSWER))
        .map(Answer::errors)
        .filter(errors -> !errors.isEmpty())
        .map(errors -> errors.stream().map(Refused::opIndex).collect(Collectors.toSet()))
        .map(positions -> new Committed(Map.of(), Set.copyOf(positions)));
  }
}
