package io.emperor.consul;

import io.emperor.api.Health;
import io.emperor.api.ServiceInstance;
import io.emperor.api.Watch;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * The emperor's side of Consul: it is told what should be registered, makes it so and keeps it so,
 * and it makes the objects through which apps see the cluster. Safe for use by many threads.
 *
 * <p>What apps do with their objects can't delay registrations and heartbeats: these have
 * connections and threads of their own.
 */
public final class ConsulBridge implements AutoCloseable {

  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

  private final AgentHttp appHttp;
  private final AgentHttp sessionHttp;
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, new DaemonThreads("consul-timer"));
  private final Stations stations;
  private final SessionThreads sessionThreads = new SessionThreads();
  private final Registry registry;
  private final Discovery discovery;
  private final KeyValues keyValues;
  private final Sessions sessions;
  private final Keeping keeping;
  private final LiveReads live;

  /**
   * Makes a bridge. It talks to nobody before {@link #start} or {@link #register}.
   *
   * @param settings how Consul is reached; the first agent that answers is used, the others take
   *     over when it is gone
   * @param owner the emperor's name, which marks its services in Consul
   * @param sweeps whether services that an earlier run of this owner left behind are removed
   * @throws IllegalArgumentException if the TLS files can't be used
   */
  public ConsulBridge(AgentSettings settings, String owner, boolean sweeps) {
    this(settings, owner, sweeps, System::nanoTime, new ThreadRandom());
  }

  ConsulBridge(
      AgentSettings settings,
      String owner,
      boolean sweeps,
      LongSupplier clock,
      RandomGenerator random) {
    timer.setRemoveOnCancelPolicy(true);
    // Here and now, as the stations' threads: see there.
    int unused = timer.prestartAllCoreThreads();
    stations =
        new Stations(
            settings.agents().stream()
                .map(agent -> new Station(settings, agent, clock, random))
                .toList());
    registry = new Registry(new Workshop(stations, timer, clock, random), owner, sweeps);
    appHttp = AgentHttp.apps(settings, stations);
    sessionHttp = AgentHttp.sessions(settings, stations);
    OrbitzCalls calls = new OrbitzCalls(appHttp.agents());
    OrbitzClients clients = OrbitzClients.over(appHttp);
    live = new LiveReads(settings, stations, clock, random);
    discovery = new Discovery(calls, clients, settings.mode(), live.views());
    keyValues = new KeyValues(appHttp, calls, clients, settings.mode(), live.views());
    sessions = new Sessions(appHttp, settings.mode());
    Sessions renewed = new Sessions(sessionHttp, settings.mode());
    keeping = new Keeping(renewed, sessionThreads, sessionThreads, clock, random);
  }

  private static final class ThreadRandom implements RandomGenerator {
    @Override
    public long nextLong() {
      return ThreadLocalRandom.current().nextLong();
    }
  }

  /** Begins to compare Consul with what should be there. Called once. */
  public void start() {
    stations.all().forEach(station -> station.start(registry));
  }

  /**
   * The cluster for one generation of an app.
   *
   * @param vassal the vassal's name
   * @return the object; the caller closes it when the app is unloaded
   */
  public AppConsul appConsul(String vassal) {
    return new AppConsul(
        vassal, discovery, keyValues, sessions, keeping, live.watches(vassal), live.age());
  }

  /**
   * Tells the emperor what {@link AppConsul#watchService} tells apps, over the same query.
   *
   * @param name the service's name
   * @param listener takes every instance, whatever its health; runs on a thread of the bridge's
   *     that all such listeners share, so it must not block
   * @return the hold on it
   * @throws io.emperor.api.ConsulException if the name can't be one
   */
  public Watch watchService(String name, Consumer<List<ServiceInstance>> listener) {
    return live.watchService(name, listener);
  }

  /**
   * Registers a service: now if the agent answers, otherwise as soon as it does. Does not wait for
   * the network.
   *
   * @param definition what it is registered as; {@code emperor} is added to its metadata
   * @param health the health as measured now
   * @return the hold on it
   * @throws ServiceIdTakenException if this bridge was told to register that ID already
   */
  public Registration register(ServiceDefinition definition, Health health) {
    return registry.register(definition, health, Maintenance.asFound());
  }

  /**
   * The same for a service that begins in Consul's maintenance mode: there is no moment in which
   * others are sent to it.
   *
   * @param definition what it is registered as; {@code emperor} is added to its metadata
   * @param health the health as measured now
   * @param reason what Consul shows for the maintenance, blank for Consul's own words
   * @return the hold on it, with which maintenance ends
   * @throws ServiceIdTakenException if this bridge was told to register that ID already
   */
  public Registration registerInMaintenance(
      ServiceDefinition definition, Health health, String reason) {
    return registry.register(definition, health, Maintenance.on(reason));
  }

  /**
   * Ends the work, within a few seconds. Services are not deregistered by this; deregistrations
   * that were asked for have two seconds to be confirmed.
   */
  @Override
  public void close() {
    long deadline = System.nanoTime() + CLOSE_LIMIT.toNanos();
    stations.all().forEach(Station::retire);
    stations.all().forEach(station -> station.end(deadline));
    timer.shutdownNow();
    sessionThreads.close();
    live.close();
    registry.abandon();
    appHttp.close();
    sessionHttp.close();
  }
}
