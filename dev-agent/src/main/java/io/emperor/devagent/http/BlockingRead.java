package io.emperor.devagent.http;

import io.emperor.devagent.query.ReadOptions;
import io.emperor.devagent.state.Changes;
import io.emperor.devagent.state.State;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * A read that may wait for news.
 *
 * @param options whether and how long
 * @param touchedBy whether a change could be news; may err on the side of yes
 * @param ready whether there is news, looked at under the lock
 * @param answer the answer with its headers, made under the lock
 */
public record BlockingRead(
    ReadOptions options,
    Predicate<Changes> touchedBy,
    Predicate<State> ready,
    Function<State, Answer> answer)
    implements Reply {

  /** Which part of a newer version has answered. */
  public static final String BACKEND = "X-Consul-Query-Backend";

  /** A read whose news is an index higher than the one that was asked for. */
  public static BlockingRead of(
      ReadOptions options,
      Predicate<Changes> touchedBy,
      ToLongFunction<State> index,
      Function<State, Answer> answer) {
    return new BlockingRead(
        options,
        touchedBy,
        state -> options.isNews(Math.max(1, index.applyAsLong(state))),
        state -> answer.apply(state).with(meta(Math.max(1, index.applyAsLong(state)), true)));
  }

  public static Map<String, String> meta(long index, boolean knownLeader) {
    return Map.of(
        "X-Consul-Index", Long.toString(index),
        "X-Consul-Knownleader", Boolean.toString(knownLeader),
        "X-Consul-Lastcontact", "0");
  }

  /** The same, with the consistency that it had. */
  public BlockingRead reportingConsistency() {
    return new BlockingRead(
        options,
        touchedBy,
        ready,
        state -> answer.apply(state).with("X-Consul-Effective-Consistency", options.consistency()));
  }
}
