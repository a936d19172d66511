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
import java.io.IOException;
import java.util.List;
import okhttp3.HttpUrl;

/**
 * The keys below a prefix as the emperor itself reads and writes them. What it reads is what the
 * leader says: that nothing is there has consequences. Safe for use by many threads.
 */
public final class KeyPrefix {

  private final String prefix;
  private final AgentHttp http;
  private final KeyValues keyValues;
  private final ContinuousReads continuous;

  /**
   * Asks nothing yet.
   *
   * @param prefix ends in a slash, or is empty
   * @throws ConsulException if it can't be the beginning of keys
   */
  public KeyPrefix(String prefix, AgentHttp http, KeyValues keyValues, ContinuousReads continuous) {
    this.prefix = Names.checkedPrefix("reading '" + prefix + "'", prefix);
    this.http = http;
    this.keyValues = keyValues;
    this.continuous = continuous;
  }

  /**
   * Watches the keys.
   *
   * @param changed told that they may have changed; must not block
   */
  public Watch watch(Runnable changed) {
    return continuous.watchKeys(prefix, changed);
  }

  /**
   * Asks for every key.
   *
   * @return what the leader knows, after it made sure that it is the leader
   * @throws ConsulException if nobody says so; FORBIDDEN if the token may not see all of them
   */
  public List<KeyValue> all() {
    String what = "reading the keys below '" + prefix + "'";
    HttpUrl url = url(prefix).addQueryParameter("recurse", null).build();
    List<KeyValue> found = found(what, url);
    // Older Consuls say of what the token may not see that there is nothing, but for a single key.
    // No key is empty.
    if (!prefix.isEmpty()) {
      var unused = found(what, url(prefix).build());
    }
    return found;
  }

  private List<KeyValue> found(String what, HttpUrl url) {
    try {
      AgentHttp.Answer<List<KeyValue>> answer = http.ask(what, url, KeyValues::entries);
      if (answer.isFiltered()) {
        throw refused(what, AgentRefusal.hidden());
      }
      if (answer.value().isEmpty() && !QueryHttp.isOfALeader(answer.headers())) {
        throw refused(what, AgentRefusal.leaderless());
      }
      return answer.value();
    } catch (ConsulException e) {
      if (Failures.refusal(e).filter(SingleKey::isNothing).isEmpty()) {
        throw e;
      }
      return List.of();
    }
  }

  private ConsulException refused(String what, IOException refusal) {
    return Failures.of(what, http.agents(), false, refusal);
  }

  private HttpUrl.Builder url(String key) {
    return AppQuery.reading(http.url("kv", key), ConsistencyMode.CONSISTENT, null);
  }

  /**
   * Writes a key.
   *
   * @param key begins with the prefix
   * @param seen the modify index that it had when it was looked at, 0 for none
   * @return whether it was still so; otherwise nothing was written
   * @throws ConsulException if it can't be written
   */
  public boolean set(String key, byte[] value, long seen) {
    return keyValues.set(key, value, null, seen, null, null);
  }

  /**
   * Deletes a key.
   *
   * @param seen the key as it was when it was looked at
   * @return whether it was still so; otherwise nothing was deleted
   * @throws ConsulException if it can't be deleted
   */
  public boolean delete(KeyValue seen) {
    return keyValues.delete(seen.key(), seen.modifyIndex());
  }
}
