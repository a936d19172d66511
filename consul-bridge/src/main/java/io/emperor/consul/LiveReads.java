package io.emperor.consul;

import io.emperor.api.ServiceInstance;
import io.emperor.api.Watch;
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
final class LiveReads implements AutoCloseable {

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
  LiveReads(AgentSettings settings, Route route, Instruments instruments) {
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

  StaleViews views() {
    return views;
  }

  ReadAge age() {
    return age;
  }

  /** The watches of one app. */
  OwnWatches watches(String vassal) {
    return new OwnWatches(queries, clock, vassal);
  }

  /** A watch of the emperor's own. */
  Watch watchService(String name, Consumer<List<ServiceInstance>> listener) {
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
