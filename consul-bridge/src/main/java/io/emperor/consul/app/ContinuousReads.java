package io.emperor.consul.app;

import io.emperor.api.ServiceInstance;
import io.emperor.api.UserEvent;
import io.emperor.api.Watch;
import io.emperor.base.Backoff;
import io.emperor.base.LoopWatchdog;
import io.emperor.base.WatchedThreads;
import io.emperor.consul.http.AgentHttp;
import io.emperor.consul.http.AgentRoute;
import io.emperor.consul.http.BridgeContext;
import io.emperor.consul.http.Names;
import io.emperor.consul.settings.AgentSettings;
import io.emperor.consul.watch.AppWatches;
import io.emperor.consul.watch.BlockingQueries;
import io.emperor.consul.watch.Listener;
import io.emperor.consul.watch.ListenerWatch;
import io.emperor.consul.watch.Query;
import io.emperor.consul.watch.QueryHttp;
import io.emperor.consul.watch.ReadAge;
import io.emperor.consul.watch.ReadCache;
import io.emperor.consul.watch.WatchContext;
import java.util.List;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that is asked of Consul again and again: views for stale reads, and watches of apps
 * and of the emperor, over the same queries. Safe for use by many threads.
 */
public final class ContinuousReads implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ContinuousReads.class);

  private final AgentHttp http;
  private final BlockingQueries queries;
  private final ReadCache views;
  private final ReadAge age;
  private final LongSupplier clock;
  private final ThreadPoolExecutor listeners;

  /**
   * Asks nothing yet.
   *
   * @throws IllegalArgumentException if the TLS files can't be used
   */
  public ContinuousReads(AgentSettings settings, AgentRoute route, BridgeContext context) {
    clock = context.clock();
    http = AgentHttp.live(settings, context);
    Backoff backoff = new Backoff(100, 5_000, context.random());
    QueryHttp questions = new QueryHttp(http.calls());
    WatchContext watching = new WatchContext(questions, route, settings.mode(), backoff, clock);
    LoopWatchdog watchdog = context.watchdog();
    queries = new BlockingQueries(watching, watchdog);
    context.meters().watches(queries::open);
    age = new ReadAge(clock);
    views = new ReadCache(settings.mode(), queries, age, clock);
    listeners = WatchedThreads.begun(watchdog, "listeners to live queries", 1, "consul-listener");
  }

  public ReadCache views() {
    return views;
  }

  public ReadAge age() {
    return age;
  }

  /** The watches of one app. */
  public AppWatches watches(String vassal) {
    return new AppWatches(queries, clock, vassal);
  }

  /** A watch of the emperor's own. */
  public Watch watchService(String name, Consumer<List<ServiceInstance>> listener) {
    Names.checked("watchService('" + name + "')", name);
    Listener<Instances> listening =
        new Listener<>(
            instances -> listener.accept(instances.all()),
            listeners,
            failure -> log.error("The emperor's listener to service '{}' failed", name, failure));
    return new ListenerWatch<>(queries, clock, listening, closed -> {})
        .begin(new InstancesOf(null, name, null));
  }

  /**
   * A watch of the emperor's own for the events that are published once the agent has answered.
   *
   * @param name the events' name, {@code null} for all
   */
  public Watch watchEvents(@Nullable String name, Consumer<UserEvent> listener) {
    EventsNamed query =
        new EventsNamed(name == null ? null : Names.checked("watchEvent('" + name + "')", name));
    Listener<List<UserEvent>> listening =
        new Listener<>(
            new NewEvents(listener),
            listeners,
            failure -> log.error("The emperor's listener to {} failed", query, failure));
    return new ListenerWatch<>(queries, clock, listening, closed -> {}).begin(query);
  }

  /** A watch of the emperor's own that says no more than that a key may have changed. */
  public Watch watchKey(String key, Runnable changed) {
    return watch(new EntryAt(key, null), "key '" + key + "'", changed);
  }

  /** A watch of the emperor's own that says no more than that keys may have changed. */
  public Watch watchKeys(String prefix, Runnable changed) {
    return watch(new EntriesBelow(prefix), "'" + prefix + "'", changed);
  }

  /** The same without what the keys hold, where they are many. */
  public Watch watchChanges(String prefix, Runnable changed) {
    return watch(new ChangesBelow(prefix), "'" + prefix + "'", changed);
  }

  /** A watch of the emperor's own that says no more than that an answer may be another one. */
  <T> Watch watch(Query<T> query, String what, Runnable changed) {
    Listener<T> listening =
        new Listener<>(
            answer -> changed.run(),
            listeners,
            failure -> log.error("The emperor's listener to {} failed", what, failure));
    return new ListenerWatch<>(queries, clock, listening, closed -> {}).begin(query);
  }

  /** Cancels what is under way; listeners hear nothing any more. */
  @Override
  public void close() {
    queries.close();
    var unused = listeners.shutdownNow();
    http.close();
  }
}
