package io.emperor.consul;

import io.emperor.api.ServiceInstance;
import io.emperor.api.Watch;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
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
  private final ThreadPoolExecutor listeners =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          new DaemonThreads("consul-listener"));

  /**
   * Asks nothing yet.
   *
   * @throws IllegalArgumentException if the TLS files can't be used
   */
  LiveReads(AgentSettings settings, Route route, LongSupplier clock, RandomGenerator random) {
    this.clock = clock;
    http = AgentHttp.live(settings);
    Backoff backoff = new Backoff(100, 5_000, random);
    LiveHttp questions = new LiveHttp(http.calls());
    queries = new LiveQueries(new LiveWorkshop(questions, route, settings.mode(), backoff, clock));
    age = new ReadAge(clock);
    views = new StaleViews(settings.mode(), queries, age, clock);
    int unused = listeners.prestartAllCoreThreads();
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
