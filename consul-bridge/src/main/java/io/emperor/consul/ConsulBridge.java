package io.emperor.consul;

import io.emperor.api.Health;
import io.emperor.api.ServiceInstance;
import io.emperor.api.Watch;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
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

  private static final int WRITERS = 4;
  private static final int HEARTBEATS = 4;
  private static final int CLOSE_SECONDS = 2;

  private final AgentHttp registryHttp;
  private final AgentHttp appHttp;
  private final ThreadPoolExecutor writers =
      new ThreadPoolExecutor(
          WRITERS,
          WRITERS,
          0,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          new DaemonThreads("consul-writer"));
  private final ScheduledThreadPoolExecutor timers =
      new ScheduledThreadPoolExecutor(HEARTBEATS, new DaemonThreads("consul-heartbeat"));
  private final AgentContact contact;
  private final Reconciler reconciler;
  private final Registry registry;
  private final Discovery discovery;
  private final KeyValues keyValues;
  private final Sessions sessions;
  private final LiveReads live;

  /**
   * Makes a bridge. It talks to nobody before {@link #start} or {@link #register}.
   *
   * @param settings how Consul is reached; the first agent is the one in use
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
    registryHttp = new AgentHttp(settings, AgentHttp.Limits.REGISTRY);
    appHttp = new AgentHttp(settings, AgentHttp.Limits.APPS);
    timers.setRemoveOnCancelPolicy(true);
    // Here and now, so that no app's thread makes them later and keeps its classes in memory by
    // that.
    int unused = writers.prestartAllCoreThreads() + timers.prestartAllCoreThreads();
    AgentServices agent = new AgentServices(registryHttp);
    contact = new AgentContact(registryHttp.agent(), clock);
    reconciler = new Reconciler(agent, contact, settings.token(), clock, random);
    Workshop workshop = new Workshop(agent, contact, reconciler, writers, timers, clock, random);
    registry = new Registry(workshop, owner, sweeps);
    OrbitzCalls calls = new OrbitzCalls(appHttp.agent());
    OrbitzClients clients = OrbitzClients.over(appHttp);
    live = new LiveReads(settings, Route.only(settings.agents().get(0)), clock, random);
    discovery = new Discovery(calls, clients, settings.mode(), live.views());
    keyValues = new KeyValues(appHttp, calls, clients, settings.mode(), live.views());
    sessions = new Sessions(appHttp, settings.mode());
  }

  private static final class ThreadRandom implements RandomGenerator {
    @Override
    public long nextLong() {
      return ThreadLocalRandom.current().nextLong();
    }
  }

  /** Begins to compare Consul with what should be there. Called once. */
  public void start() {
    reconciler.start(registry);
  }

  /**
   * The cluster for one generation of an app.
   *
   * @param vassal the vassal's name
   * @return the object; the caller closes it when the app is unloaded
   */
  public AppConsul appConsul(String vassal) {
    return new AppConsul(vassal, discovery, keyValues, sessions, live.watches(vassal), live.age());
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
    return registry.register(definition, health);
  }

  /**
   * Ends the work, within a few seconds. Services are not deregistered by this; deregistrations
   * that were asked for have two seconds to be confirmed.
   */
  @Override
  public void close() {
    reconciler.close();
    writers.shutdown();
    try {
      writers.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    contact.end();
    writers.shutdownNow();
    timers.shutdownNow();
    live.close();
    registry.abandon();
    registryHttp.close();
    appHttp.close();
  }
}
