package io.emperor.consul.app;

import io.emperor.api.ServiceInstance;
import io.emperor.api.Watch;
import io.emperor.base.Backoff;
import io.emperor.base.Pulse;
import io.emperor.base.WatchedThreads;
import io.emperor.consul.http.AgentHttp;
import io.emperor.consul.http.Instruments;
import io.emperor.consul.http.Names;
import io.emperor.consul.http.Route;
import io.emperor.consul.settings.AgentSettings;
import io.emperor.consul.watch.ListenerWatch;
import io.emperor.consul.watch.Listening;
import io.emperor.consul.watch.LiveHttp;
import io.emperor.consul.watch.LiveQueries;
import io.emperor.consul.watch.LiveWorkshop;
import io.emperor.consul.watch.OwnWatches;
import io.emperor.consul.watch.ReadAge;
import io.emperor.consul.watch.StaleViews;
import java.util.List;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that is asked of Consul again and again: views for stale reads, and watches of apps
 * and of the emperor, over the same queries. Safe for use by many threads.
 */
public final class LiveReads implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(LiveReads.class);

  private final AgentHttp http;
  private final LiveQueries queries;
  private final StaleViews views;
  private final ReadAge age;
  private final LongSupplier clock;
  private final ThreadPoolExecutor listeners;

  /**
   * Asks nothing yet.
   *
   * @throws IllegalArgumentException if the TLS files can't be used
   */
  public LiveReads(AgentSettings settings, Route route, Instruments instruments) {
    clock = instruments.clock();
    http = AgentHttp.live(settings, instruments);
    Backoff backoff = new Backoff(100, 5_000, instruments.random());
    LiveHttp questions = new LiveHttp(http.calls());
    LiveWorkshop workshop = new LiveWorkshop(questions, route, settings.mode(), backoff, clock);
    Pulse pulse = instruments.pulse();
    queries = new LiveQueries(workshop, pulse);
    instruments.meters().watches(queries::open);
    age = new ReadAge(clock);
    views = new StaleViews(settings.mode(), queries, age, clock);
    listeners = WatchedThreads.begun(pulse, "listeners to live queries", 1, "consul-listener");
  }

  public StaleViews views() {
    return views;
  }

  public ReadAge age() {
    return age;
  }

  /** The watches of one app. */
  public OwnWatches watches(String vassal) {
    return new OwnWatches(queries, clock, vassal);
  }

  /** A watch of the emperor's own. */
  public Watch watchService(String name, Consumer<List<ServiceInstance>> listener) {
    Names.checked("watchService('" + name + "')", name);
    Listening<Instances> listening =
        new Listening<>(
            instances -> listener.accept(instances.all()),
            listeners,
            failure -> log.error("The emperor's listener to service '{}' failed", name, failure));
    return new ListenerWatch<>(queries, clock, listening, closed -> {})
        .begin(new InstancesOf(null, name, null));
  }

  /** Cancels what is under way; listeners hear nothing any more. */
  @Override
  public void close() {
    queries.close();
    var unused = listeners.shutdownNow();
    http.close();
  }
}
