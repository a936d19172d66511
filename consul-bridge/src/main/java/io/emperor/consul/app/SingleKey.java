package io.emperor.consul.app;

import io.emperor.api.ConsulException;
import io.emperor.api.KeyValue;
import io.emperor.api.Watch;
import io.emperor.consul.http.AgentHttp;
import io.emperor.consul.http.AgentRefusal;
import io.emperor.consul.http.AppQuery;
import io.emperor.consul.http.Failures;
import io.emperor.consul.http.Names;
import io.emperor.consul.settings.ConsistencyMode;
import io.emperor.consul.watch.QueryHttp;
import java.util.Optional;

/**
 * A key as the emperor itself reads it. What it reads is what the leader says: that the key is not
 * there has consequences. Safe for use by many threads.
 */
public final class SingleKey {

  private final String key;
  private final AgentHttp http;
  private final ContinuousReads continuous;

  /**
   * Asks nothing yet.
   *
   * @throws ConsulException if it can't be a key
   */
  public SingleKey(String key, AgentHttp http, ContinuousReads continuous) {
    this.key = Names.checked("reading key '" + key + "'", key);
    this.http = http;
    this.continuous = continuous;
  }

  /**
   * Watches the key.
   *
   * @param changed told that it may have changed; must not block
   */
  public Watch watch(Runnable changed) {
    return continuous.watchKey(key, changed);
  }

  /**
   * Asks for the key.
   *
   * @return what the leader knows, after it made sure that it is the leader
   * @throws ConsulException if nobody says so; FORBIDDEN if the token may not see it
   */
  public Optional<KeyValue> value() {
    String what = "reading key '" + key + "'";
    EntryAt question = new EntryAt(key, null);
    try {
      return http.ask(
              what,
              AppQuery.reading(question.address(http.url()), ConsistencyMode.CONSISTENT, null)
                  .build(),
              question::read)
          .value();
    } catch (ConsulException e) {
      if (Failures.refusal(e).filter(SingleKey::isNothing).isEmpty()) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /** Whether it is Consul that knows no such key, and not somebody else who knows no such page. */
  static boolean isNothing(AgentRefusal refusal) {
    return refusal.status() == 404 && QueryHttp.isOfALeader(refusal.headers());
  }
}
