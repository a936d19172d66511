package io.emperor.consul;

import io.emperor.api.Health;
import io.emperor.api.ServiceInstance;
import io.emperor.api.Watch;
import io.emperor.base.DaemonThreads;
import io.emperor.base.LoopWatchdog;
import io.emperor.base.ReportingTimer;
import io.emperor.consul.app.AppConsul;
import io.emperor.consul.app.Catalog;
import io.emperor.consul.app.ClusterEvents;
import io.emperor.consul.app.ContinuousReads;
import io.emperor.consul.app.Discovery;
import io.emperor.consul.app.Everywhere;
import io.emperor.consul.app.InFleet;
import io.emperor.consul.app.KeyPrefix;
import io.emperor.consul.app.KeyValues;
import io.emperor.consul.app.OrbitzCalls;
import io.emperor.consul.app.OrbitzClients;
import io.emperor.consul.app.PassingInstances;
import io.emperor.consul.app.SingleKey;
import io.emperor.consul.http.AgentHttp;
import io.emperor.consul.http.AgentView;
import io.emperor.consul.http.BridgeContext;
import io.emperor.consul.http.Meters;
import io.emperor.consul.lease.FleetSettings;
import io.emperor.consul.lease.LeaseClock;
import io.emperor.consul.name.Fleet;
import io.emperor.consul.name.FleetAccess;
import io.emperor.consul.name.HeldSlot;
import io.emperor.consul.name.HostedNames;
import io.emperor.consul.registration.AgentConnection;
import io.emperor.consul.registration.Agents;
import io.emperor.consul.registration.Maintenance;
import io.emperor.consul.registration.Registration;
import io.emperor.consul.registration.RegistrationContext;
import io.emperor.consul.registration.Registry;
import io.emperor.consul.registration.SeenService;
import io.emperor.consul.registration.ServiceDefinition;
import io.emperor.consul.registration.ServiceIdTakenException;
import io.emperor.consul.session.RenewalContext;
import io.emperor.consul.session.SessionThreads;
import io.emperor.consul.session.Sessions;
import io.emperor.consul.settings.AgentSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The emperor's side of Consul: it is told what should be registered, makes it so and keeps it so,
 * and it makes the objects through which apps see the cluster. Safe for use by many threads.
 *
 * <p>What apps do with their objects can't delay registrations and heartbeats: these have
 * connections and threads of their own.
 */
public final class ConsulBridge implements AutoCloseable {

  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

  /** What the timer does takes no time. */
  private static final Duration LONGEST_TURN = Duration.ofSeconds(30);

  private final AgentHttp appHttp;
  private final AgentHttp sessionHttp;
  private final ReportingTimer timer = new ReportingTimer(new DaemonThreads("consul-timer"));
  private final Agents agents;
  private final BridgeContext context;
  private final SessionThreads sessionThreads;
  private final Registry registry;
  private final Discovery discovery;
  private final Everywhere everywhere;
  private final KeyValues keyValues;
  private final Sessions sessions;
  private final RenewalContext renewing;
  private final ContinuousReads continuous;
  private final ClusterEvents events;
  private final Inspector inspector;
  private final Overview overview;
  private final AgentHttp leaseHttp;
  private final FleetAccess fleet;

  /**
   * Makes a bridge. It talks to nobody before {@link #start} or {@link #register}.
   *
   * @param settings how Consul is reached; the first agent that answers is used, the others take
   *     over when it is gone
   * @param owner the emperor's name, which marks its services in Consul
   * @param sweeps whether services that an earlier run of this owner left behind are removed
   * @param meters where what it does is counted; gauges are taken back by {@link #close}
   * @throws IllegalArgumentException if the TLS files can't be used
   */
  public ConsulBridge(AgentSettings settings, String owner, boolean sweeps, MeterRegistry meters) {
    this(settings, owner, FleetSettings.plain(), sweeps, meters);
  }

  /**
   * Makes a bridge of an emperor in a fleet. It talks to nobody before {@link #start} or {@link
   * #register}.
   *
   * @param settings how Consul is reached; the first agent that answers is used, the others take
   *     over when it is gone
   * @param owner the emperor's name, which marks its services in Consul
   * @param fleet what it is in its fleet
   * @param sweeps whether services that an earlier run of this owner left behind are removed
   * @param meters where what it does is counted; gauges are taken back by {@link #close}
   * @throws IllegalArgumentException if the TLS files can't be used
   */
  public ConsulBridge(
      AgentSettings settings,
      String owner,
      FleetSettings fleet,
      boolean sweeps,
      MeterRegistry meters) {
    this(settings, owner, fleet, sweeps, BridgeContext.ofMachine(new Meters(meters)));
  }

  public ConsulBridge(AgentSettings settings, String owner, boolean sweeps, BridgeContext context) {
    this(settings, owner, FleetSettings.plain(), sweeps, context);
  }

  public ConsulBridge(
      AgentSettings settings,
      String owner,
      FleetSettings fleet,
      boolean sweeps,
      BridgeContext context) {
    this(settings, owner, fleet, sweeps, context, null);
  }

  /**
   * Makes the bridge of an app in a JVM of its own: the names of its fleet are kept by the emperor,
   * everything else goes to Consul from here.
   *
   * @param settings how Consul is reached
   * @param emperor the emperor's name
   * @param fleet what the emperor is in its fleet
   * @param line the line to the emperor
   * @return the bridge
   * @throws IllegalArgumentException if the TLS files can't be used
   */
  public static ConsulBridge hosted(
      AgentSettings settings, String emperor, FleetSettings fleet, HostedNames.Line line) {
    Meters unmetered = new Meters(new CompositeMeterRegistry());
    return new ConsulBridge(
        settings, emperor, fleet, false, BridgeContext.ofMachine(unmetered), line);
  }

  private ConsulBridge(
      AgentSettings settings,
      String owner,
      FleetSettings fleetSettings,
      boolean sweeps,
      BridgeContext context,
      HostedNames.@Nullable Line line) {
    this.context = context;
    timer.setRemoveOnCancelPolicy(true);
    // Here and now, as the threads of each agent's connection: see there.
    int unused = timer.prestartAllCoreThreads();
    LoopWatchdog.Turns turns = context.watchdog().loop("timer of the heartbeats", LONGEST_TURN);
    var unusedToo = timer.scheduleWithFixedDelay(turns::turned, 1, 1, TimeUnit.SECONDS);
    sessionThreads = new SessionThreads(context.watchdog());
    agents =
        new Agents(
            settings.agents().stream()
                .map(agent -> new AgentConnection(settings, agent, timer, context))
                .toList());
    registry = new Registry(new RegistrationContext(agents, timer, context), owner, sweeps);
    appHttp = AgentHttp.apps(settings, agents, context);
    sessionHttp = AgentHttp.sessions(settings, agents, context);
    OrbitzCalls calls = new OrbitzCalls(appHttp.agents());
    OrbitzClients clients = OrbitzClients.over(appHttp);
    continuous = new ContinuousReads(settings, agents, context);
    events = new ClusterEvents(appHttp, continuous);
    discovery = new Discovery(appHttp, calls, clients, settings.mode(), continuous.views());
    everywhere = new Everywhere(settings, agents, context);
    keyValues = new KeyValues(appHttp, calls, clients, settings.mode(), continuous.views());
    sessions = new Sessions(appHttp, settings.mode());
    Sessions renewed = new Sessions(sessionHttp, settings.mode());
    renewing =
        new RenewalContext(
            renewed, sessionThreads, sessionThreads, context.clock(), context.random());
    inspector = new Inspector(timer, context.watchdog());
    leaseHttp = AgentHttp.lease(settings, agents, fleetSettings.times().retryPeriod(), context);
    Fleet.Bridge bridge =
        new Fleet.Bridge(
            leaseHttp,
            appHttp,
            KeyValues::entries,
            continuous::watchKey,
            continuous::watchChanges,
            discovery::instance);
    fleet =
        line == null
            ? new Fleet(owner, fleetSettings, LeaseClock.ofMachine(), context, bridge)
            : new HostedNames(owner, fleetSettings, LeaseClock.ofMachine(), context, bridge, line);
    overview = new Overview(agents, registry, Clock.systemUTC());
  }

  /** Begins to compare Consul with what should be there. Called once. */
  public void start() {
    agents.all().forEach(connection -> connection.start(registry));
  }

  /**
   * Lets the others of the fleet know that this emperor is there, and removes what an earlier run
   * of its name has left. Names can be had without. Called once, does not wait.
   */
  public void joinFleet() {
    fleet.join();
  }

  /** What the emperor, or the host of an app in a JVM of its own, is in the fleet. */
  public FleetBridge fleet() {
    return new FleetBridge(fleet, inspector);
  }

  /**
   * The cluster for one generation of an app.
   *
   * @param vassal the vassal's name
   * @param serviceId the ID of its service
   * @param serviceName the name of its service
   * @return the object; the caller closes it when the app is unloaded
   */
  public AppConsul appConsul(String vassal, String serviceId, String serviceName) {
    return appConsul(vassal, serviceId, serviceName, Optional::empty);
  }

  /** The same for an app that is registered under its own name. */
  public AppConsul appConsul(String vassal) {
    return appConsul(vassal, vassal, vassal);
  }

  /**
   * The cluster for one generation of an instance.
   *
   * @param vassal the instance's name
   * @param serviceId the ID of its service
   * @param serviceName the name of its service
   * @param slot the slot that it runs in
   * @return the object; the caller closes it when the app is unloaded
   */
  public AppConsul instanceConsul(
      String vassal, String serviceId, String serviceName, HeldSlot slot) {
    return appConsul(vassal, serviceId, serviceName, () -> Optional.of(slot));
  }

  /**
   * The cluster for an instance in this JVM of its own, whose slot the emperor tells of.
   *
   * @param vassal the instance's name
   * @return the object; the caller closes it when the app is unloaded
   */
  public AppConsul hostedInstanceConsul(String vassal) {
    return appConsul(vassal, vassal, vassal, fleet::instance);
  }

  private AppConsul appConsul(
      String vassal, String serviceId, String serviceName, Supplier<Optional<HeldSlot>> slot) {
    return new AppConsul(
        vassal,
        new InFleet(fleet, serviceId, serviceName, slot),
        discovery,
        everywhere,
        keyValues,
        events.ofApps(),
        sessions,
        renewing,
        continuous.watches(vassal),
        continuous.age());
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
    return continuous.watchService(name, listener);
  }

  /** User events, Consul's with the emperor's own token. */
  public ClusterEvents events() {
    return events;
  }

  /** The keys below a prefix, which ends in a slash or is empty, with the emperor's own token. */
  public KeyPrefix keys(String prefix) {
    return new KeyPrefix(prefix, appHttp, keyValues, continuous);
  }

  /** A key, with the emperor's own token. */
  public SingleKey key(String key) {
    return new SingleKey(key, appHttp, continuous);
  }

  /** The services and the nodes, with the emperor's own token. */
  public Catalog catalog() {
    return new Catalog(appHttp, continuous);
  }

  /** The passing instances of a service, with the emperor's own token. */
  public PassingInstances passing(String service) {
    return new PassingInstances(service, appHttp, continuous);
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
   * The agents, the preferred first. Asks nobody.
   *
   * @return what is known of each
   */
  public List<AgentView> agents() {
    return overview.agents();
  }

  /**
   * Asks for a service as Consul shows it: the agent that it is registered with, or for an ID that
   * is not registered here the one that would take it.
   *
   * @param serviceId the service's ID
   * @return completes within five seconds, on a thread of the bridge's that must not be blocked;
   *     with a {@link io.emperor.api.ConsulException} if the agent does not answer, refuses, or too
   *     many such questions wait
   */
  public CompletionStage<SeenService> seen(String serviceId) {
    return inspector.seen(registry.connectionOf(serviceId), serviceId);
  }

  /**
   * The loops of the bridge's own that hang: that have not turned for 30 seconds, or work on one
   * task for 60. An agent that is gone, slow or silent stops none of them.
   *
   * @return their names, in alphabetical order; empty while everything turns
   */
  public List<String> stalled() {
    return context.watchdog().stalled();
  }

  /**
   * Ends the work, within a few seconds. Services are not deregistered by this; deregistrations
   * that were asked for have two seconds to be confirmed.
   */
  @Override
  public void close() {
    fleet.close();
    long deadline = System.nanoTime() + CLOSE_LIMIT.toNanos();
    agents.all().forEach(AgentConnection::retire);
    agents.all().forEach(connection -> connection.end(deadline));
    timer.shutdownNow();
    sessionThreads.close();
    inspector.close();
    continuous.close();
    registry.abandon();
    appHttp.close();
    everywhere.close();
    sessionHttp.close();
    leaseHttp.close();
    context.meters().close();
  }
}
